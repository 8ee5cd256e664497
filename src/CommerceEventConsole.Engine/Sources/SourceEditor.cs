using CommerceEventConsole.Engine.Setup;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Engine.Sources;

/// <summary>Checks a draft and makes it a row, for the store and for setup files alike.</summary>
internal sealed class SourceEditor(ISecretProtector secrets)
{
    /// <summary>Writes the draft to <paramref name="stored"/>, or to a new row; invalid drafts write nothing.</summary>
    public ChangeResult<Source> Save(
        ConfigurationChange change, SourceDraft draft, Source? stored, IReadOnlyCollection<Source> others)
    {
        draft = draft with { Slug = draft.Slug.Trim(), Name = draft.Name.Trim(), ClientId = draft.ClientId?.Trim() };
        var problems = SourceRules.Check(draft, stored, others);
        if (problems.Count > 0)
            return ChangeResult<Source>.Invalid(problems);

        var before = stored is null ? null : Describe(stored);
        var row = stored ?? new Source { Slug = draft.Slug, Name = draft.Name, CreatedAt = change.At };
        var secret = row.ProtectedSecret;
        Fill(row, draft);
        if (stored is null)
            change.Context.Sources.Add(row);
        else if (change.Context.Entry(row).State == EntityState.Unchanged)
            return ChangeResult<Source>.Unchanged(row);

        change.Stamp(row);
        var after = before is null ? Describe(row) : Describe(row, row.ProtectedSecret != secret);
        change.Record(before is null ? "source.created" : "source.changed", Subject(row), before, after);
        return ChangeResult<Source>.Changed(row);
    }

    /// <summary>The source for the audit log.</summary>
    public static string Describe(Source row, bool secretChanged = false) => AuditJson.Write(new
    {
        row.Slug,
        row.Name,
        row.Verification,
        Secret = AuditJson.Secret(row.ProtectedSecret, secretChanged),
        row.ClientId,
        row.PublicKeyBaseUrl,
        row.ConfirmChallenges,
        row.AllowedEnvironments,
        row.Enabled,
    });

    public static string Subject(Source row) => $"Source {row.Name}";

    private void Fill(Source row, SourceDraft draft)
    {
        var hasSecret = draft.Verification is Verification.Hmac or Verification.SharedToken;
        row.Slug = draft.Slug;
        row.Name = draft.Name;
        row.Verification = draft.Verification;
        row.ProtectedSecret = SecretField.Next(secrets, SecretPurpose.SourceSecret, row.ProtectedSecret, hasSecret ? draft.Secret : "");
        row.ClientId = string.IsNullOrEmpty(draft.ClientId) ? null : draft.ClientId;
        row.PublicKeyBaseUrl = draft.PublicKeyBaseUrl ?? row.PublicKeyBaseUrl;
        row.ConfirmChallenges = draft.ConfirmChallenges;
        row.AllowedEnvironments = draft.AllowedEnvironments.Count == 0 ? null : string.Join(',', draft.AllowedEnvironments.Select(e => e.Trim()));
        row.Enabled = draft.Enabled;
    }
}
