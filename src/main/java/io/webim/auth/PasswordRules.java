package io.webim.auth;

import io.webim.contract.Failure;
import io.webim.contract.Fields;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What a new password may not be: what guessers try first. */
final class PasswordRules {
    private static final String LIST = "/common-passwords.txt";

    private final Set<String> commonest;

    private PasswordRules(Set<String> commonest) {
        this.commonest = commonest;
    }

    /** Blocking. */
    static PasswordRules load() throws IOException {
        var resource = Objects.requireNonNull(PasswordRules.class.getResourceAsStream(LIST));
        try (var lines = new BufferedReader(new InputStreamReader(resource, StandardCharsets.UTF_8))) {
            return new PasswordRules(
                    lines.lines().filter(line -> !line.startsWith("#")).collect(Collectors.toUnmodifiableSet()));
        }
    }

    int size() {
        return commonest.size();
    }

    /** Notes in the fields what is wrong with the password. */
    void check(Fields fields, String name, String password, String username) {
        refusal(password, username).ifPresent(reason -> fields.refuse(name, reason));
    }

    void require(String name, String password, String username) {
        refusal(password, username).ifPresent(reason -> {
            throw Failure.invalid(name, reason);
        });
    }

    private Optional<String> refusal(String password, String username) {
        var folded = UserNames.fold(Passwords.normal(password));
        if (commonest.contains(folded)) {
            return Optional.of("is one of the commonest passwords");
        }
        return folded.equals(UserNames.fold(username)) ? Optional.of("is the username") : Optional.empty();
    }
}
