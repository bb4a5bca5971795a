package io.webim.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.webim.e2e.Screen.fits;

import com.microsoft.playwright.options.ColorScheme;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

/** The pictures of the README: a list and a talk as they are after some days of use. */
class ReadmePicturesIT extends BrowserTest {
    private static final int HOUR = 60;
    private static final int DAY = 24 * HOUR;

    @Test
    void whereSomePeopleHaveTalkedForSomeDays() {
        var clara = person("Clara Winter", wide().setColorScheme(ColorScheme.LIGHT));
        var mara = friend("mara.lindqvist", "Mara Lindqvist");
        var tomas = friend("tomas.herrera", "Tomás Herrera");
        var lin = friend("lin.xiaowen", "林晓雯");
        var grace = friend("grace.okafor", "Grace Okafor");
        var felix = friend("felix.braun", "Felix Braun");
        var noor = friend("noor.haddad", "نور حداد");
        long hikers = clara.api().gather("Sunday Hikers", mara, tomas, felix, grace);
        clara.api()
                .change(hikers, new JsonObject().put("about", "Every other Sunday, rain or shine. Bring a thermos."));
        long news = tomas.gather("channel", "Harbour News", clara.api(), mara);

        long withTomas = acquainted(clara, tomas);
        said(tomas, withTomas, 2 * DAY, "Sent you the recipe. It needs a day in the fridge 🍋");
        long withNoor = acquainted(clara, noor);
        said(noor, withNoor, DAY + 3 * HOUR, "شكرا جزيلا، أراك قريبا");
        long withLin = acquainted(clara, lin);
        said(lin, withLin, 5 * HOUR, "明天下午三点在图书馆门口见，可以吗？");
        said(
                tomas,
                news,
                4 * HOUR,
                "The old bridge is closed until **Sunday**. The ferry runs every 20 minutes instead.");
        long withFelix = acquainted(clara, felix);
        said(felix, withFelix, 3 * HOUR, "The train leaves at 18:42. Shall I get tickets for all of us?");
        said(clara.api(), withFelix, 2 * HOUR + 40, "Yes please! I’ll pay you back on Friday.");
        felix.read(withFelix, 2);
        said(mara, hikers, 2 * HOUR, "Forecast says sun until four. I’d say we take the ridge.");
        said(felix, hikers, HOUR + 50, "I can take three in the car, four if nobody minds the dog");
        said(grace, hikers, HOUR + 48, "Nobody ever minds the dog 🐕");
        long withMara = acquainted(clara, mara);
        said(mara, withMara, 9 * HOUR, "Did you see the light over the harbour this morning?");
        mara.send(
                withMara,
                "The whole bay was pink for about five minutes.",
                mara.upload("bay.jpg", "image/jpeg", Pictures.jpeg(6, 1200, 800)));
        backdate(withMara, 9 * HOUR - 1);
        said(clara.api(), withMara, 8 * HOUR, "I missed it! Was still asleep 😴");
        said(
                mara,
                withMara,
                52,
                "From the second pillar of the old bridge you get both the boats and the church in one frame.");
        said(
                clara.api(),
                withMara,
                47,
                "That is beautiful. Let’s go together on Sunday, early, before everyone else is up.");
        mara.react(withMara, 5, "❤️");
        said(mara, withMara, 12, "Deal. 6:30 at the ferry stop?");
        said(mara, withMara, 12, "I’ll bring coffee ☕");
        said(clara.api(), withMara, 11, "Then I’ll bring the cinnamon buns.");
        mara.read(withMara, 8);
        said(grace, acquainted(clara, grace), 5, "Running ten minutes late, sorry!");

        for (var read : new long[] {news, withFelix, withLin, withNoor, withTomas}) {
            clara.api().read(read, 20);
        }

        clara.enter(withMara).sees("cinnamon buns");
        assertThat(clara.page().locator("img.album__picture")).isVisible();
        assertThat(clara.page().locator(".row[aria-current=page] .badge")).hasCount(0);
        fits(clara, "readme-wide-light");
        var phone = alsoAs(clara, phone()).enter();
        assertThat(phone.row(clara)).hasCount(0);
        assertThat(phone.page().locator("a.row")).hasCount(8);
        fits(phone, "readme-list-phone-light");
        phone.page()
                .emulateMedia(new com.microsoft.playwright.Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
        phone.page()
                .locator("a.row")
                .filter(new com.microsoft.playwright.Locator.FilterOptions()
                        .setHasText("Mara Lindqvist")
                        .setHasNotText("Sunday"))
                .click();
        phone.sees("cinnamon buns");
        assertThat(phone.page().locator("img.album__picture")).isVisible();
        fits(phone, "readme-phone-dark");
    }

    private Api friend(String username, String displayName) {
        return Api.register(server, username, displayName);
    }

    /** The conversation of two who are on each other's list. */
    private static long acquainted(Person one, Api other) {
        other.add(one.username());
        return one.api().add(other.username());
    }

    private void said(Api who, long conversation, int minutesAgo, String text) {
        who.write(conversation, text);
        backdate(conversation, minutesAgo);
    }

    /** The newest message is as old as that. */
    private void backdate(long conversation, int minutesAgo) {
        server.query("UPDATE message SET sent_at = UTC_TIMESTAMP(3) - INTERVAL " + minutesAgo
                + " MINUTE WHERE conversation_id = " + conversation + " ORDER BY seq DESC LIMIT 1");
    }
}
