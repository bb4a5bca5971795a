package io.webim.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Route;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Without a network, and from one version of the client to the next: the service worker and what the device keeps. */
class OfflineIT extends BrowserTest {
    private static final String LOOK_FOR_UPDATE =
            "() => navigator.serviceWorker.getRegistration().then(registration => registration.update())";
    private static final String KEPT =
            "async () => { const all = []; for (const { name } of await indexedDB.databases()) {"
                    + " const db = await new Promise(go => { indexedDB.open(name).onsuccess = e => go(e.target.result); });"
                    + " for (const store of db.objectStoreNames) all.push(...await new Promise(go => {"
                    + " db.transaction(store).objectStore(store).getAll().onsuccess = e => go(e.target.result); })); db.close(); }"
                    + " return [...all, ...Object.keys(localStorage).filter(key => key.includes('draft'))]; }";

    @Test
    void thePageOpensWithoutANetworkAndShowsTheConversationsAndWhatIsWrittenGoesOutLater() {
        var people = pairWithWorker();
        var ann = people.get(0).expectingCuts();
        var bob = people.get(1);
        bob.write("before the tunnel");
        ann.sees("before the tunnel");
        waitUntilKept(ann, "before the tunnel");

        ann.setOffline(true);
        ann.page().reload();

        ann.sees("before the tunnel");
        assertThat(ann.row(bob)).containsText("before the tunnel");
        assertThat(ann.text("You are offline.")).isVisible();
        ann.write("from inside the tunnel").seesTick("from inside the tunnel", "Waiting to be sent");
        waitUntilKept(ann, "from inside");
        ann.page().reload();
        ann.seesTick("from inside the tunnel", "Waiting to be sent");

        ann.setOffline(false);
        bob.sees("from inside the tunnel");
        ann.seesTick("from inside the tunnel", "Read");
        assertThat(ann.text("You are offline.")).isHidden();
        assertThat(bob.bubble("from inside the tunnel")).hasCount(1);
    }

    @Test
    void loggingOutLeavesNothingOnTheDevice() {
        var people = pairWithWorker();
        var ann = people.get(0);
        people.get(1).write("for your eyes only");
        ann.sees("for your eyes only");
        ann.composer().fill("half a sentence");
        waitUntilKept(ann, "for your eyes");

        ann.settings("Log out");
        ann.page().locator(".dialog .dialog .button--danger").click();
        assertThat(ann.button("Log in")).isVisible();

        ann.until("async () => (await (" + KEPT + ")()).length === 0");
        ann.page().reload();
        assertThat(ann.page().evaluate("() => document.body.textContent.includes('for your eyes only')"))
                .isEqualTo(false);
    }

    @Test
    void aNewVersionTakesOverWholeAtTheNextNavigation() {
        try (var versions = new Versions(server.url(""))) {
            var ann = person("Ann Lee", withWorker(), versions.url());
            ann.page().navigate("/");
            ann.awaitWorker();

            versions.release("Log in to see your messages.", "Log in to your letters.");
            ann.awaitUpdate();
            assertThat(ann.text("Log in to see your messages.")).isVisible();

            ann.page().navigate("/");
            assertThat(ann.text("Log in to your letters.")).isVisible();
            ann.until("async () => (await caches.keys()).length === 1");
            assertThat(ann.page().evaluate("() => caches.keys()")).isEqualTo(List.of("webim Log in to your letters."));
        }
    }

    @Test
    void aVersionThatIsNotThereWholeIsNotInstalled() {
        try (var versions = new Versions(server.url(""))) {
            var ann = person("Ann Lee", withWorker(), versions.url()).expecting("integrity|digest");
            ann.page().navigate("/");
            ann.awaitWorker();

            versions.releaseHalf("Log in to see your messages.", "Log in to your letters.");
            ann.page()
                    .evaluate("async () => { const it = await navigator.serviceWorker.getRegistration();"
                            + " window.ended = new Promise(go => it.addEventListener('updatefound', () => {"
                            + " const worker = it.installing; worker.addEventListener('statechange', () => go(worker.state)); }));"
                            + " await it.update(); }");

            assertThat(ann.page().evaluate("() => window.ended")).isEqualTo("redundant");
            ann.page().navigate("/");
            assertThat(ann.text("Log in to see your messages.")).isVisible();
        }
    }

    @Test
    void aQuietLineOffersTheNewVersionAndAllTabsFollow() {
        try (var versions = new Versions(server.url(""))) {
            var ann = person("Ann Lee", withWorker(), versions.url())
                    .expectingCuts()
                    .expecting("50[0-9]");
            ann.enter();
            ann.awaitWorker();
            var tab = ann.newTab();
            tab.navigate("/");
            assertThat(tab.locator(".side-title")).hasText("Chats");

            versions.release("chats:\"Chats\"", "chats:\"Letters\"");
            ann.page().evaluate(LOOK_FOR_UPDATE);
            assertThat(ann.text("webim has been updated.")).isVisible();
            assertThat(ann.page().locator(".side-title")).hasText("Chats");
            ann.button("Reload").click();

            assertThat(ann.page().locator(".side-title")).hasText("Letters");
            assertThat(tab.locator(".side-title")).hasText("Letters");
        }
    }

    /** Without a service worker only the parts that were fetched before are left of an older version. */
    @Test
    void aPageWhosePartsAreGoneIsLoadedAnew() {
        // Who is alone is shown some of these parts at once.
        var ann = talk("Ann Lee", "Bob Marsh").person().expecting("404").enter();
        ann.page().evaluate("() => { window.old = true; }");
        var loadedAnew = new AtomicBoolean();
        ann.page().route(url -> url.contains("/app/extras-"), route -> {
            if (loadedAnew.get()) {
                route.resume();
            } else {
                route.fulfill(gone());
            }
        });
        ann.page().route(url -> url.equals(server.url("/")), route -> {
            if (route.request().resourceType().equals("fetch") && !loadedAnew.get()) {
                route.fulfill(new Route.FulfillOptions().setBody("another version"));
            } else {
                loadedAnew.set(true);
                route.resume();
            }
        });

        ann.button("Settings").click();

        ann.page().waitForFunction("() => !window.old");
        ann.page().unrouteAll();
        ann.seesTheList();
    }

    @Test
    void thePageCanBeInstalled() {
        var ann = person("Ann Lee", withWorker());
        ann.page().navigate("/");
        ann.awaitWorker();
        var errors = ann.page()
                .context()
                .newCDPSession(ann.page())
                .send("Page.getInstallabilityErrors")
                .getAsJsonArray("installabilityErrors");

        // Of a private window the browser says just that.
        assertThat(errors.toString().replace("{\"errorId\":\"in-incognito\",\"errorArguments\":[]}", ""))
                .isEqualTo("[]");
    }

    private static Route.FulfillOptions gone() {
        return new Route.FulfillOptions().setStatus(404);
    }

    private List<Person> pairWithWorker() {
        var people = talk("Ann Lee", "Bob Marsh", withWorker()).both();
        people.get(0).awaitWorker();
        return people;
    }

    private static void waitUntilKept(Person person, String text) {
        person.until("async () => JSON.stringify(await (" + KEPT + ")()).includes('" + text + "')");
    }
}
