package io.webim.e2e;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;

/** A finger on a touch screen, which does more than tap. */
final class Finger {
    private final Page page;
    private final boolean isQuick;
    private final CDPSession screen;
    private double x;
    private double y;
    private double startX;
    private double startY;

    Finger(Page page) {
        this(page, false);
    }

    private Finger(Page page, boolean isQuick) {
        this.page = page;
        this.isQuick = isQuick;
        screen = page.context().newCDPSession(page);
    }

    /** One that is gone before any time of the page runs out, however busy the machine. */
    static Finger quick(Page page) {
        page.clock().install();
        return new Finger(page, true);
    }

    /** Comes down on the middle of an element. */
    Finger on(Locator element) {
        var box = element.boundingBox();
        x = startX = box.x + box.width / 2;
        y = startY = box.y + box.height / 2;
        if (isQuick) {
            page.clock().pauseAt(((Number) page.evaluate("Date.now()")).longValue() + 1_000);
        }
        return touch("touchStart");
    }

    /** To a place that is so far from where it came down, in steps. */
    Finger moves(double right, double down) {
        double fromX = x;
        double fromY = y;
        for (int step = 1; step <= 5; step++) {
            x = fromX + (startX + right - fromX) * step / 5;
            y = fromY + (startY + down - fromY) * step / 5;
            touch("touchMove");
        }
        return this;
    }

    void lifts() {
        touch("touchEnd");
        if (isQuick) {
            page.clock().resume();
        }
    }

    private Finger touch(String type) {
        var points = new JsonArray();
        if (!type.equals("touchEnd")) {
            var point = new JsonObject();
            point.addProperty("x", x);
            point.addProperty("y", y);
            points.add(point);
        }
        var event = new JsonObject();
        event.addProperty("type", type);
        event.add("touchPoints", points);
        screen.send("Input.dispatchTouchEvent", event);
        return this;
    }
}
