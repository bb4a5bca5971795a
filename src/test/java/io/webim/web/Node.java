package io.webim.web;

import com.microsoft.playwright.impl.driver.Driver;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** A Node.js that runs tests and examples: the installed one, or the one in Playwright's driver. */
public final class Node {
    private static final int OLDEST = 20;
    private static final Pattern MAJOR = Pattern.compile("^v(\\d+)\\.");

    private Node() {}

    /** What to call. */
    public static String executable() {
        return isNewEnough("node") ? "node" : Holder.DRIVERS_OWN;
    }

    private static boolean isNewEnough(String node) {
        try {
            var process = new ProcessBuilder(List.of(node, "--version"))
                    .redirectErrorStream(true)
                    .start();
            var version = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            var major = MAJOR.matcher(version);
            return process.waitFor() == 0 && major.find() && Integer.parseInt(major.group(1)) >= OLDEST;
        } catch (IOException notThere) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class Holder {
        private static final String DRIVERS_OWN = Driver.ensureDriverInstalled(
                        Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1"), false)
                .createProcessBuilder()
                .command()
                .get(0);
    }
}
