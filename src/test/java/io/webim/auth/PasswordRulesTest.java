package io.webim.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.webim.contract.Failure;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordRulesTest {
    final PasswordRules rules;

    PasswordRulesTest() throws IOException {
        rules = PasswordRules.load();
    }

    @Test
    void theListIsLongAndHoldsOnlyWhatIsLongEnough() {
        assertThat(rules.size()).isGreaterThanOrEqualTo(10_000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "password",
                "PASSWORD",
                "Password1",
                "12345678",
                "qwertyuiop",
                "iloveyou",
                "Football",
                "baseball1"
            })
    void theCommonestAreRefusedInAnyCase(String password) {
        assertThatThrownBy(() -> rules.require("password", password, "somebody"))
                .isInstanceOfSatisfying(
                        Failure.class,
                        failure -> assertThat(failure.fields())
                                .containsEntry("password", "is one of the commonest passwords"));
    }

    @Test
    void theUsernameIsNoPassword() {
        assertThatThrownBy(() -> rules.require("password", "wilhelMINA", "Wilhelmina"))
                .isInstanceOfSatisfying(
                        Failure.class,
                        failure -> assertThat(failure.fields()).containsEntry("password", "is the username"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"correct horse battery", "密码密码密码密码", "# 17950 of", "wilhelmina-1873"})
    void othersArePasswords(String password) {
        assertThatCode(() -> rules.require("password", password, "wilhelmina")).doesNotThrowAnyException();
    }
}
