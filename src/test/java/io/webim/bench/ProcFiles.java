package io.webim.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What Linux says of a process. */
public final class ProcFiles {
    /** USER_HZ, which is 100 on every Linux that Java runs on. */
    private static final double TICKS_PER_SECOND = 100;

    private static final int UTIME = 11;
    private static final int STIME = 12;

    private ProcFiles() {}

    static boolean areThere() {
        return Files.exists(Path.of("/proc/self/stat"));
    }

    /** Seconds of CPU, of all threads, since the process began. */
    record Cpu(double user, double kernel) {
        double both() {
            return user + kernel;
        }
    }

    static Cpu cpu(long pid) {
        return cpu(read(pid, "stat"));
    }

    /** The name of the program, in parentheses, may hold anything; the numbers begin after it. */
    static Cpu cpu(String stat) {
        var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return new Cpu(
                Long.parseLong(fields[UTIME]) / TICKS_PER_SECOND, Long.parseLong(fields[STIME]) / TICKS_PER_SECOND);
    }

    /** Bytes of memory that the process really occupies. */
    public static long residentBytes(long pid) {
        return read(pid, "status")
                        .lines()
                        .filter(line -> line.startsWith("VmRSS:"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                        .findFirst()
                        .orElseThrow()
                * 1024;
    }

    private static String read(long pid, String file) {
        try {
            return Files.readString(Path.of("/proc", String.valueOf(pid), file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
