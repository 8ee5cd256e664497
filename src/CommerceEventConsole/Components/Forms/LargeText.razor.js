// Tells the owner a moment after the last key; the text itself is fetched as a stream.
export function watch(element, owner) {
  let timer;
  const tell = () => {
    clearTimeout(timer);
    timer = setTimeout(() => owner.invokeMethodAsync('TypedAsync').catch(e => { if (element.isConnected) throw e; }), 300);
  };
  element.addEventListener('input', tell);
  // Who is quicker than the script is heard, too.
  if (element.value !== element.defaultValue) tell();
}

export function read(element) {
  return new TextEncoder().encode(element.value);
}

export async function write(element, stream) {
  element.value = new TextDecoder().decode(await stream.arrayBuffer());
}
