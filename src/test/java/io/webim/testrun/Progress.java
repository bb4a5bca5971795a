package io.webim.testrun;

import static java.util.Comparator.comparing;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/** A line for each finished class, and for each failure at once what went wrong and what the log says. */
final class Progress implements TestExecutionListener {
    private static final int SLOWEST = 10;
    private static final int MESSAGE_LINES = 30;
    private static final int STACK_FRAMES = 12;

    private final PrintStream out;
    private final List<String> skipped;
    private final List<Finished> finished = new ArrayList<>();
    private TestPlan plan;
    private long classes;
    private Instant begun;
    private int tests;
    private int failures;

    private record Finished(String name, int tests, int failures, Duration time) {
        @Override
        public String toString() {
            return "%-26s %4d %-5s%s  %5.1f s"
                    .formatted(
                            name,
                            tests,
                            tests == 1 ? "test" : "tests",
                            failures == 0 ? "" : ", " + failures + " failed",
                            time.toMillis() / 1_000.0);
        }
    }

    Progress(PrintStream out, List<String> skipped) {
        this.out = out;
        this.skipped = skipped;
    }

    @Override
    public void testPlanExecutionStarted(TestPlan started) {
        plan = started;
        classes += plan.getRoots().stream()
                .mapToLong(engine -> plan.getChildren(engine).size())
                .sum();
    }

    @Override
    public void executionStarted(TestIdentifier started) {
        if (isClass(started)) {
            begun = Instant.now();
            tests = 0;
            failures = 0;
            ClassLog.begin(className(started));
        }
    }

    @Override
    public void executionSkipped(TestIdentifier what, String reason) {
        noteSkipped(what, reason);
    }

    @Override
    public void executionFinished(TestIdentifier ended, TestExecutionResult result) {
        if (ended.isTest()) {
            tests++;
        }
        if (result.getStatus() == Status.ABORTED) {
            noteSkipped(ended, result.getThrowable().map(Throwable::getMessage).orElse("no reason given"));
        }
        if (result.getStatus() == Status.FAILED) {
            failures++;
            printFailure(sentence(ended), result.getThrowable());
        }
        if (isClass(ended)) {
            var line = new Finished(simpleName(ended), tests, failures, Duration.between(begun, Instant.now()));
            finished.add(line);
            int width = Long.toString(classes).length();
            out.printf(Locale.ROOT, "[%" + width + "d/%d] %s%n", finished.size(), classes, line);
        }
    }

    void printSlowest() {
        if (finished.size() > SLOWEST) {
            out.println("The ten slowest classes:");
            finished.stream()
                    .sorted(comparing(Finished::time).reversed())
                    .limit(SLOWEST)
                    .forEach(line -> out.println("  " + line));
        }
    }

    private void noteSkipped(TestIdentifier what, String why) {
        skipped.add(sentence(what) + " (" + why + ")");
        out.println("SKIPPED " + sentence(what) + ": " + why);
    }

    private void printFailure(String test, Optional<Throwable> thrown) {
        out.println("FAILED " + test);
        thrown.ifPresent(error -> print(error, "  "));
        out.println("  The end of " + ClassLog.file() + ":");
        ClassLog.end().forEach(line -> out.println("  | " + line));
    }

    /** With the frames that are ours. */
    private void print(Throwable error, String indent) {
        error.toString().lines().limit(MESSAGE_LINES).forEach(line -> out.println(indent + line));
        Arrays.stream(error.getStackTrace())
                .filter(frame -> frame.getClassName().startsWith("io.webim."))
                .limit(STACK_FRAMES)
                .forEach(frame -> out.println(indent + "  at " + frame));
        if (error.getCause() != null) {
            out.println(indent + "because of");
            print(error.getCause(), indent);
        }
    }

    /** {@code HttpIT: refusesWhatIsTooLong(), [2] a name}. */
    private String sentence(TestIdentifier what) {
        if (isClass(what)) {
            return simpleName(what);
        }
        var parent = plan.getParent(what);
        return parent.isEmpty()
                ? what.getDisplayName()
                : sentence(parent.get()) + (isClass(parent.get()) ? ": " : ", ") + what.getDisplayName();
    }

    /** One that stands by itself; those inside it count as parts. */
    private static boolean isClass(TestIdentifier what) {
        return what.getUniqueIdObject().getSegments().size() == 2;
    }

    private static String simpleName(TestIdentifier what) {
        var name = className(what);
        return name.substring(name.lastIndexOf('.') + 1);
    }

    private static String className(TestIdentifier what) {
        return what.getSource()
                .filter(ClassSource.class::isInstance)
                .map(source -> ((ClassSource) source).getClassName())
                .orElse(what.getDisplayName());
    }
}
