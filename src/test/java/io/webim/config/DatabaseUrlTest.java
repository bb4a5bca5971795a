package io.webim.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatabaseUrlTest {
    @Test
    void everyPartIsRead() {
        assertThat(DatabaseUrl.parse("mysql://ann:secret@db.example:3307/chat"))
                .isEqualTo(new DatabaseUrl(
                        "db.example", 3307, "ann", "secret", "chat", DatabaseUrl.SslMode.DISABLED, Optional.empty()));
    }

    @Test
    void percentEncodingIsUndoneAndAPlusStays() {
        var url = DatabaseUrl.parse("mysql://a%40b:p%3A%2F%3F+%25%C3%BC@[::1]/chat");
        assertThat(url.user()).isEqualTo("a@b");
        assertThat(url.password()).isEqualTo("p:/?+%ü");
        assertThat(url.host()).isEqualTo("::1");
        assertThat(url.port()).isEqualTo(3306);
    }

    @Test
    void transportSecurityIsAParameter() {
        var url = DatabaseUrl.parse("mysql://a:b@db/chat?sslMode=verify-identity&sslCa=%2Fetc%2Fca.pem");
        assertThat(url.sslMode()).isEqualTo(DatabaseUrl.SslMode.VERIFY_IDENTITY);
        assertThat(url.sslCa()).contains("/etc/ca.pem");
        assertThat(DatabaseUrl.parse("mysql://a:b@db/chat?ssl-mode=REQUIRED").sslMode())
                .isEqualTo(DatabaseUrl.SslMode.REQUIRED);
    }

    @ParameterizedTest
    @CsvSource({
        "jdbc:mysql://a:hidden@db/chat, not mysql://",
        "postgres://a:hidden@db/chat, not mysql://",
        "mysql://a:hidden@db, no database name",
        "mysql://a:hidden@db/, no database name",
        "mysql://a:hidden@db/x/y, no database name",
        "mysql://:hidden@db/chat, no user",
        "mysql://db/chat, no user",
        "mysql://a:hid den@db/chat, not a URL",
        "mysql://a:hidden@db:99999/chat, no such port",
        "mysql://a:hidden@db/chat?useSSL=true, unknown parameter useSSL",
        "mysql://a:hidden@db/chat?sslMode=maybe, unknown sslMode maybe",
        "mysql://a:hid%zz@db/chat, not a URL",
    })
    void wrongOnesSayWhatIsWrongWithoutThePassword(String text, String says) {
        assertThatThrownBy(() -> DatabaseUrl.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(says)
                .hasMessageNotContaining("hid");
    }
}
