package io.webim.e2e;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import java.util.List;

/**
 * What the browser shows of this person's messages. One must not ask again and again until something is there: a
 * question that comes between the noting and the showing of a notification makes the browser forget it. So it is the
 * browser that tells.
 */
final class Notifications {
    private static final String SHOWN = "async () => (await (await navigator.serviceWorker.getRegistration('/'))"
            + ".getNotifications()).map(shown => shown.title + ': ' + shown.body)";

    private final Page page;
    private final CDPSession devtools;
    private int displayed;

    private Notifications(Page page) {
        this.page = page;
        devtools = page.context().newCDPSession(page);
    }

    /** From now on, as long as the page is open, wherever it goes. */
    static Notifications of(Person person) {
        var notifications = new Notifications(person.page());
        notifications.observe();
        return notifications;
    }

    /** After so many were displayed since this was made: those that are there, as title and text. */
    List<?> after(int count) {
        page.waitForCondition(() -> displayed >= count);
        return shown();
    }

    void awaitNone() {
        page.waitForCondition(() -> shown().isEmpty());
    }

    private List<?> shown() {
        return (List<?>) page.evaluate(SHOWN);
    }

    private void observe() {
        devtools.on("BackgroundService.backgroundServiceEventReceived", this::count);
        var notifications = new JsonObject();
        notifications.addProperty("service", "notifications");
        devtools.send("BackgroundService.startObserving", notifications);
        notifications.addProperty("shouldRecord", true);
        devtools.send("BackgroundService.setRecording", notifications);
    }

    private void count(JsonObject message) {
        var event = message.getAsJsonObject("backgroundServiceEvent");
        if (event.get("eventName").getAsString().equals("Notification displayed")) {
            displayed++;
        }
    }
}
