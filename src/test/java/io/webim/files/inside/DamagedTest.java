package io.webim.files.inside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is done to a file, it is looked at without a fault, and within bounds. */
class DamagedTest {
    private static final int ROUNDS = 40;
    /** A window, Tika's, and what a small file is made of. */
    private static final long MOST_BYTES = 4_000_000;

    @TempDir
    private Path folder;

    /** What is read once for all, before anything is counted. */
    @BeforeAll
    static void warmUp(@TempDir Path folder) throws IOException {
        for (var kind : all().toList()) {
            var file = Files.write(folder.resolve("whole"), kind.made().get());
            FileInspector.certain(file, FileInspector.look(file, "x"));
        }
        FileInspector.look(Files.writeString(folder.resolve("text"), "text"), "x");
    }

    static Stream<FileInspectorTest.Kind> all() {
        return FileInspectorTest.all();
    }

    @ParameterizedTest
    @MethodSource("all")
    void cutOffAnywhere(FileInspectorTest.Kind kind) throws IOException {
        var whole = kind.made().get();
        var random = new Random(1);
        for (int round = 0; round < ROUNDS; round++) {
            look(Arrays.copyOf(whole, random.nextInt(whole.length)), "cut, round " + round);
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void bytesFlipped(FileInspectorTest.Kind kind) throws IOException {
        var whole = kind.made().get();
        var random = new Random(2);
        for (int round = 0; round < ROUNDS; round++) {
            var broken = whole.clone();
            int flips = 1 + random.nextInt(8);
            for (int i = 0; i < flips; i++) {
                broken[random.nextInt(Math.min(broken.length, 2000))] = (byte) random.nextInt(256);
            }
            look(broken, "flipped, round " + round);
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void lengthsThatLie(FileInspectorTest.Kind kind) throws IOException {
        var whole = kind.made().get();
        for (var lie : List.of("ffffffff", "7fffffff", "80000000", "00000000", "00000001", "0000ffff")) {
            for (int at = 0; at + 4 <= Math.min(whole.length, 400); at += 7) {
                var broken = whole.clone();
                System.arraycopy(Made.hex(lie), 0, broken, at, 4);
                look(broken, lie + " at " + at);
            }
        }
    }

    @Test
    void emptyAndTinyFiles() throws IOException {
        for (int size = 0; size < 40; size++) {
            for (var kind : all().toList()) {
                look(Arrays.copyOf(kind.made().get(), size), kind + " of " + size);
            }
        }
    }

    /** Looked at, cleaned, and looked at again: nothing is thrown, and no length of it is believed. */
    private void look(byte[] bytes, String what) throws IOException {
        var file = Files.write(folder.resolve("damaged"), bytes);
        long before = allocated();
        assertThatCode(() -> {
                    var look = FileInspector.look(file, "x");
                    if (look.cleaning().needed()) {
                        look.cleaning().apply(file);
                    }
                    FileInspector.certain(file, FileInspector.look(file, "x"));
                })
                .as(what)
                .doesNotThrowAnyException();
        assertThat(allocated() - before).as("bytes for one that is " + what).isLessThan(MOST_BYTES);
    }

    private static long allocated() {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        return threads.getThreadAllocatedBytes(Thread.currentThread().getId());
    }
}
