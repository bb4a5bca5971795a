package io.webim.files.inside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.webim.config.ScannerAddress;
import io.webim.contract.Failure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scanner as Debian has it. */
class ClamdIT {
    private static final int LARGEST = 1 << 20;

    @TempDir
    private Path folder;

    private final Vertx vertx = Vertx.vertx();
    private ClamdServer clamd;

    @BeforeEach
    void start() throws Exception {
        clamd = ClamdServer.start(folder, LARGEST);
    }

    @AfterEach
    void stop() throws InterruptedException {
        clamd.close();
        vertx.close().await();
    }

    @Test
    void tellsWhatIsCleanFromWhatIsNot() throws Exception {
        var clean = Files.write(folder.resolve("clean"), new byte[LARGEST]);
        var infected = Files.writeString(folder.resolve("infected"), "x".repeat(500_000) + ClamdServer.VIRUS);
        var overUnixSocket =
                new Clamd(vertx, new ScannerAddress(Optional.of(clamd.socket().toString()), "", 0));
        for (var scanner : List.of(overUnixSocket, overTcp())) {
            scanner.scan(clean).await();
            assertRefused(scanner, infected, 422, "file_refused");
        }
    }

    @Test
    void whatItDoesNotScanToItsEndIsNotClean() throws Exception {
        var scanner = overTcp();
        assertRefused(scanner, Files.write(folder.resolve("large"), new byte[LARGEST + 1]), 503, "scanner_unavailable");
        clamd.kill();
        assertRefused(scanner, Files.writeString(folder.resolve("small"), "hello"), 503, "scanner_unavailable");
    }

    private static void assertRefused(Clamd scanner, Path file, int status, String code) {
        assertThatThrownBy(() -> scanner.scan(file).await()).isInstanceOfSatisfying(Failure.class, failure -> {
            assertThat(failure.status()).isEqualTo(status);
            assertThat(failure.code()).isEqualTo(code);
        });
    }

    private Clamd overTcp() {
        return new Clamd(vertx, new ScannerAddress(Optional.empty(), "127.0.0.1", clamd.port()));
    }
}
