package io.webim.jvm;

import static io.webim.testrun.Timeout.TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar in a small heap, without any flag that ends it. */
class OutOfMemoryIT {

    @TempDir
    static Path folder;

    @Test
    void theProcessEndsWhoeverCatchesTheError() throws Exception {
        assertEnds("heap");
    }

    @Test
    void theSameOfMemoryOutsideTheHeap() throws Exception {
        assertEnds("direct");
    }

    private static void assertEnds(String memory) throws Exception {
        var errors = folder.resolve(memory + ".err");
        var process = start(memory, errors);
        try {
            var ready = process.inputReader().readLine();
            assertThat(ready).startsWith("webim is ready");
            var database = process.children().findFirst().orElseThrow();
            process.outputWriter().write("eat\n");
            process.outputWriter().flush();

            assertThat(process.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(OutOfMemory.STATUS);
            assertThat(errors).content().contains("webim ends: it is out of memory\n");
            // Its parent's end ends it, in its own time, and it writes until then.
            database.onExit().get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private static Process start(String memory, Path errors) throws IOException {
        var jar = Path.of(System.getProperty("webim.jar", "target/webim.jar")).toAbsolutePath();
        assertThat(jar).exists();
        var tests = Path.of("target/test-classes").toAbsolutePath();
        var builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:MaxDirectMemorySize=64m",
                        "-cp",
                        jar + File.pathSeparator + tests,
                        "io.webim.jvm.MemoryEater",
                        memory)
                .directory(folder.toFile())
                .redirectError(errors.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("WEBIM_"));
        builder.environment().put("WEBIM_HTTP_PORT", "0");
        builder.environment().put("WEBIM_PASSWORD_COST", "14");
        return builder.start();
    }
}
