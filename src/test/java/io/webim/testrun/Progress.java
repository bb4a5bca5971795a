package io.webim.testrun;

import static java.util.Comparator.comparing;

import io.webim.testrun.FinishedClasses.Line;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/** A line for each finished class of the run, and for each failure at once what went wrong and what the log says. */
final class Progress implements TestExecutionListener {
    private static final int SLOWEST = 10;
    private static final int MESSAGE_LINES = 30;
    private static final int STACK_FRAMES = 12;

    private final PrintStream out;
    private final List<String> skipped;
    private final FinishedClasses all;
    private TestPlan plan;
    private Instant begun;
    private int tests;
    private int failures;

    Progress(PrintStream out, List<String> skipped, FinishedClasses all) {
        this.out = out;
        this.skipped = skipped;
        this.all = all;
    }

    @Override
    public void testPlanExecutionStarted(TestPlan started) {
        plan = started;
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
            var line = new Line(simpleName(ended), tests, failures, Duration.between(begun, Instant.now()));
            out.println("[" + all.add(line) + "] " + line);
        }
    }

    /** By the last of the processes that share the run. */
    void end() {
        var lines = all.close();
        if (lines.size() > SLOWEST) {
            out.println("The ten slowest classes:");
            lines.stream()
                    .sorted(comparing(Line::time).reversed())
                    .limit(SLOWEST)
                    .forEach(line -> out.println("  " + line));
        }
    }

    private void noteSkipped(TestIdentifier what, String why) {
        skipped.add(sentence(what) + " (" + why + ")");
        out.println("SKIPPED " + sentence(what) + ": " + why);
    }

    private void printFailure(String test, Optional<Throwable> thrown) {
        // In one piece: other processes print too.
        var text = new StringJoiner(System.lineSeparator()).add("FAILED " + test);
        thrown.ifPresent(error -> describe(error, "  ", text));
        text.add("  The end of " + ClassLog.file() + ":");
        ClassLog.end().forEach(line -> text.add("  | " + line));
        out.println(text);
    }

    /** With the frames that are ours. */
    private static void describe(Throwable error, String indent, StringJoiner text) {
        error.toString().lines().limit(MESSAGE_LINES).forEach(line -> text.add(indent + line));
        Arrays.stream(error.getStackTrace())
                .filter(frame -> frame.getClassName().startsWith("io.webim."))
                .limit(STACK_FRAMES)
                .forEach(frame -> text.add(indent + "  at " + frame));
        if (error.getCause() != null) {
            text.add(indent + "because of");
            describe(error.getCause(), indent, text);
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
