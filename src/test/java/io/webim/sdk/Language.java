package io.webim.sdk;

import io.webim.web.Node;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** A client under {@code sdk/}: how it is built, its own tests, and how its programs are run. */
enum Language {
    TYPESCRIPT {
        @Override
        void build() {
            copy(Path.of("sdk", "typescript"), TYPESCRIPT_OUT);
            run(HERE, Node.executable(), compiler(), "-p", TYPESCRIPT_OUT.toString());
        }

        @Override
        String ownTests() {
            var tests = TYPESCRIPT_OUT.resolve("test/webhook.test.mjs").toString();
            return run(HERE, Node.executable(), "--test", "--test-reporter=tap", tests);
        }

        @Override
        List<String> driver() {
            return List.of(
                    Node.executable(),
                    TYPESCRIPT_OUT.resolve("conformance/driver.mjs").toString());
        }

        @Override
        Path bot() {
            return Path.of("sdk", "typescript", "examples", "echo-bot.mjs");
        }

        @Override
        List<String> botCommand() {
            return List.of(
                    Node.executable(),
                    TYPESCRIPT_OUT.resolve("examples/echo-bot.mjs").toString());
        }
    },
    PYTHON {
        @Override
        String ownTests() {
            return run(HERE, "python3", "-m", "unittest", "discover", "-v", "-s", "sdk/python/tests");
        }

        @Override
        List<String> driver() {
            return List.of("python3", "sdk/python/conformance/driver.py");
        }

        @Override
        Path bot() {
            return Path.of("sdk", "python", "examples", "echo_bot.py");
        }

        @Override
        List<String> botCommand() {
            return List.of("python3", bot().toString());
        }
    },
    GO {
        @Override
        void build() {
            var out = GO_OUT.toAbsolutePath() + File.separator;
            run(GO_SOURCES, "go", "build", "-o", out, "./examples/echo", "./internal/conformance");
        }

        @Override
        String ownTests() {
            return run(GO_SOURCES, "go", "test", "-v", ".");
        }

        @Override
        List<String> driver() {
            return List.of(GO_OUT.resolve("conformance").toString());
        }

        @Override
        Path bot() {
            return Path.of("sdk", "go", "examples", "echo", "main.go");
        }

        @Override
        List<String> botCommand() {
            return List.of(GO_OUT.resolve("echo").toString());
        }
    },
    JAVA {
        @Override
        String ownTests() {
            // They are this build's too.
            return "";
        }

        @Override
        List<String> driver() {
            return java("io.webim.client.ConformanceDriver");
        }

        @Override
        Path bot() {
            return Path.of("sdk", "java", "examples", "EchoBot.java");
        }

        @Override
        List<String> botCommand() {
            return java(bot().toString());
        }
    };

    private static final Path HERE = Path.of("").toAbsolutePath();
    private static final Path GO_SOURCES = Path.of("sdk", "go");
    private static final Path OUT = Path.of("target", "sdk");
    private static final Path TYPESCRIPT_OUT = OUT.resolve("typescript");
    private static final Path GO_OUT = OUT.resolve("go");
    private static final Map<String, String> ENVIRONMENT = Map.of(
            "PYTHONPATH",
            Path.of("sdk", "python", "src").toAbsolutePath().toString(),
            "PYTHONDONTWRITEBYTECODE",
            "1",
            "PYTHONUNBUFFERED",
            "1",
            // Nothing is fetched, and no compiler of another language is needed.
            "GOPROXY",
            "off",
            "GOTOOLCHAIN",
            "local",
            "CGO_ENABLED",
            "0",
            "WEBHOOK_VECTORS",
            Path.of("sdk", "conformance", "webhooks.json").toAbsolutePath().toString());

    void build() {}

    /** Runs them, and gives what they said; nothing where they run with the tests of the server. */
    abstract String ownTests();

    abstract List<String> driver();

    /** The bot in ten lines, as the README shows it. */
    abstract Path bot();

    abstract List<String> botCommand();

    static ProcessBuilder process(List<String> command) {
        var builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(name -> name.startsWith("WEBIM_"));
        builder.environment().putAll(ENVIRONMENT);
        return builder;
    }

    /** What it has said; fails where it does not end well. */
    private static String run(Path folder, String... command) {
        try {
            var process = process(List.of(command))
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .start();
            var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new AssertionError(String.join(" ", command) + "\n" + said);
            }
            return said;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The compiler that the build has unpacked. */
    private static String compiler() {
        try (var found = Files.walk(Path.of("target", "typescript"))) {
            return found.filter(file -> file.endsWith("tsc.js"))
                    .findFirst()
                    .orElseThrow()
                    .toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Without what was built there by hand. */
    private static void copy(Path from, Path to) {
        try (var files = Files.walk(from)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var inside = from.relativize(file);
                if (!inside.startsWith("dist") && !inside.startsWith("node_modules")) {
                    Files.createDirectories(to.resolve(inside).getParent());
                    Files.copy(file, to.resolve(inside), StandardCopyOption.REPLACE_EXISTING);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** With what the client needs, and nothing else of what the server's tests have. */
    private static List<String> java(String what) {
        var path = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(part -> part.endsWith("test-classes")
                        || part.matches(".*[/\\\\]jackson-(core|databind|annotations)-2[^/\\\\]*"))
                .toList();
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx64m",
                "-cp",
                String.join(File.pathSeparator, path),
                what);
    }
}
