package io.webim.testrun;

import java.util.ArrayList;
import java.util.List;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/** Shows how a run goes, and fails one in which something was skipped: what a test needs has to be there. */
public final class TestRun implements LauncherSessionListener {
    private final List<String> skipped = new ArrayList<>();
    private final Progress progress = new Progress(System.out, skipped, FinishedClasses.ofThisRun());

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        session.getLauncher().registerTestExecutionListeners(progress);
    }

    @Override
    public void launcherSessionClosed(LauncherSession session) {
        progress.end();
        if (!skipped.isEmpty()) {
            throw new IllegalStateException("Nothing may be skipped, but these were: " + String.join(", ", skipped));
        }
    }
}
