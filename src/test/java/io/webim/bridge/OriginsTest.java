package io.webim.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OriginsTest {
    @ParameterizedTest
    @CsvSource({
        "http://chat.example,chat.example,true",
        "http://chat.example:80,chat.example,true",
        "https://chat.example,chat.example:443,true",
        "https://CHAT.example,chat.EXAMPLE,true",
        "http://chat.example:8080,chat.example:8080,true",
        "http://chat.example:8081,chat.example:8080,false",
        "http://chat.example.evil,chat.example,false",
        "http://evil.example,chat.example,false",
        "http://localhost:8080,127.0.0.1:8080,true",
        "http://127.0.0.1:8080,localhost:8080,true",
        "http://[::1]:8080,localhost:8080,true",
        "http://localhost:8081,127.0.0.1:8080,false",
        "http://localhost:8080,chat.example:8080,false",
        "http://localhost.evil:8080,localhost:8080,false",
        "null,chat.example,false",
        "'',chat.example,false",
        "http://,chat.example,false",
        "chat.example,chat.example,false",
        "http://chat example,chat.example,false",
        "http://chat.example,'',false",
        "file:///,chat.example,false"
    })
    void ownHostIsAllowedUnlessAnotherOriginIsSet(String origin, String host, boolean allowed) {
        assertThat(new Origins(Optional.empty()).allows(origin, host)).isEqualTo(allowed);
    }

    @ParameterizedTest
    @CsvSource({
        "https://chat.example,true",
        "https://chat.example:443,true",
        "http://chat.example,false",
        "https://evil.example,false",
        "http://localhost:8080,false"
    })
    void onlyTheConfiguredOriginIsAllowed(String origin, boolean allowed) {
        var origins = new Origins(Optional.of("https://chat.example/"));
        assertThat(origins.allows(origin, "localhost:8080")).isEqualTo(allowed);
    }

    @ParameterizedTest
    @CsvSource({"http://chat.example,", ",chat.example", ","})
    void missingOriginIsNoBrowserAndMissingHostIsNoAnswer(String origin, String host) {
        assertThat(new Origins(Optional.empty()).allows(origin, host)).isEqualTo(origin == null);
    }
}
