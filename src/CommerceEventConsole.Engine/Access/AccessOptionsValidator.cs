using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace CommerceEventConsole.Engine.Access;

/// <summary>Names everything that is wrong in section <c>Access</c>.</summary>
public sealed class AccessOptionsValidator : IValidateOptions<AccessOptions>
{
    /// <inheritdoc />
    public ValidateOptionsResult Validate(string? name, AccessOptions options)
    {
        var problems = new List<string>();
        var first = options.FirstAdministrator;
        if (string.IsNullOrWhiteSpace(first.Email) != string.IsNullOrWhiteSpace(first.Password))
            problems.Add("Access:FirstAdministrator needs both an Email and a Password, or neither.");
        else if (!string.IsNullOrWhiteSpace(first.Email) && !new EmailAddressAttribute().IsValid(first.Email))
            problems.Add("Access:FirstAdministrator:Email is not an e-mail address.");
        Range(problems, nameof(options.LinkHours), options.LinkHours, 1, 168);
        Range(problems, nameof(options.FormsPerMinute), options.FormsPerMinute, 1, 100_000);
        Range(problems, nameof(options.LockoutAttempts), options.LockoutAttempts, 1, 100);
        Range(problems, nameof(options.LockoutMinutes), options.LockoutMinutes, 1, 1440);
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static void Range(List<string> problems, string name, int value, int min, int max)
    {
        if (value < min || value > max)
            problems.Add($"Access:{name} is {value}, but must be from {min} to {max}.");
    }
}
