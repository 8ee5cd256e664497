// Tells the owner a moment after the last key; the text itself is fetched as a stream.
export function watch(element, owner) {
  let timer;
  element.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(() => owner.invokeMethodAsync('TypedAsync').catch(e => { if (element.isConnected) throw e; }), 300);
  });
}

export function read(element) {
  return new TextEncoder().encode(element.value);
}

export async function write(element, stream) {
  element.value = new TextDecoder().decode(await stream.arrayBuffer());
}
