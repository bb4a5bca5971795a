package io.webim.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SiteTest {
    @ParameterizedTest
    @CsvSource({
        "https://chat.example, evil.example, chat.example, https://chat.example",
        "https://Chat.Example:8443, localhost, chat.example, https://chat.example:8443",
        "http://localhost:8080, x, localhost, http://localhost:8080",
        ", localhost:8080, localhost, http://localhost:8080",
        ", LOCALHOST, localhost, http://localhost",
    })
    void passkeysAreGoodAtThePublicUrlOrAtLocalhost(String publicUrl, String host, String rpId, String origin) {
        assertThat(Site.of(Optional.ofNullable(publicUrl), host)).contains(new Site(rpId, origin));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1:8080",
                "[::1]:8080",
                "chat.example",
                "localhost.evil.example",
                "",
                "a b",
                "localhost@evil"
            })
    void nowhereElse(String host) {
        assertThat(Site.of(Optional.empty(), host)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://chat.example", "https://192.0.2.1", "https://[2001:db8::1]"})
    void notAtAPublicUrlThatBrowsersRefuse(String publicUrl) {
        assertThat(Site.of(Optional.of(publicUrl), "localhost")).isEmpty();
    }
}
