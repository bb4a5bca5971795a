package io.webim.e2e;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The one browser of a test run: an installed Chromium or Chrome, else the one that Playwright downloads; for a few tests
 * a second one.
 */
final class Chromium {
    /** Has no window that nobody sees, and takes a third less time to open a page. */
    private static final String WINDOWLESS = "chromium-headless-shell";

    private static final List<String> NAMES =
            List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");
    private static final List<String> PLACES = List.of(
            "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
            "/Applications/Chromium.app/Contents/MacOS/Chromium",
            "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe");
    /** Parts of the window, which nobody sees: each page would get two of its own, in a process of their own. */
    private static final String UNSEEN = "WebUIOmniboxPopup,WebUIOmniboxAimPopup,WebUIOmniboxFullPopup";

    /** What Playwright turns off, whose word ours replaces. */
    private static final String UNWANTED =
            "AvoidUnnecessaryBeforeUnloadCheckSync,BoundaryEventDispatchTracksNodeRemoval,"
                    + "DestroyProfileOnBrowserClose,DialMediaRouteProvider,GlobalMediaControls,HttpsUpgrades,LensOverlay,"
                    + "MediaRouter,PaintHolding,ThirdPartyStoragePartitioning,BlockOriginHeaderModificationOnRedirect,Translate,"
                    + "OptimizationHints";

    private static final List<String> ARGUMENTS = List.of(
            "--disable-features=" + UNWANTED + "," + UNSEEN + ",SpareRendererForSitePerProcess",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--use-fake-device-for-media-stream");

    private Chromium() {}

    /** Started by the first test that asks, ended with the JVM. */
    static Browser running() {
        return Holder.BROWSER;
    }

    /** One that asks for a microphone, shows notifications and wakes for pushes, as one without a window does not. */
    static Browser whole() {
        return Whole.BROWSER;
    }

    /** One of its own, set to let sites keep nothing. @param profile an empty folder */
    static BrowserContext blockingSiteData(Path profile) throws IOException {
        Files.writeString(Files.createDirectories(profile.resolve("Default")).resolve("Preferences"), """
                {"profile": {"default_content_setting_values": {"cookies": 2}}}""");
        var options = new BrowserType.LaunchPersistentContextOptions()
                .setArgs(ARGUMENTS)
                .setLocale("en-GB")
                .setViewportSize(1440, 900);
        installed(NAMES).ifPresent(options::setExecutablePath);
        return Holder.PLAYWRIGHT.chromium().launchPersistentContext(profile, options);
    }

    private static Optional<Path> installed(List<String> names) {
        var onPath = Stream.of(System.getenv("PATH").split(System.getProperty("path.separator")))
                .flatMap(folder -> names.stream().map(name -> Path.of(folder, name)));
        return Stream.concat(onPath, PLACES.stream().map(Path::of))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static Browser launch(List<String> names) {
        var options = new BrowserType.LaunchOptions().setArgs(ARGUMENTS);
        installed(names).ifPresent(options::setExecutablePath);
        return Holder.PLAYWRIGHT.chromium().launch(options);
    }

    private static final class Holder {
        private static final Playwright PLAYWRIGHT = play();
        private static final Browser BROWSER =
                launch(Stream.concat(Stream.of(WINDOWLESS), NAMES.stream()).toList());

        private static Playwright play() {
            var environment = installed(NAMES).isPresent()
                    ? Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")
                    : Map.<String, String>of();
            var playwright = Playwright.create(new Playwright.CreateOptions().setEnv(environment));
            Runtime.getRuntime().addShutdownHook(new Thread(playwright::close));
            return playwright;
        }
    }

    private static final class Whole {
        private static final Browser BROWSER = launch(NAMES);
    }
}
