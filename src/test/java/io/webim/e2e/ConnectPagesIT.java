package io.webim.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.vertx.core.json.JsonObject;
import io.webim.FreshName;
import io.webim.TestServer;
import io.webim.bridge.Eventually;
import io.webim.http.RestClient;
import java.net.URI;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Webhooks and bots, as their owner makes and ends them. */
class ConnectPagesIT extends BrowserTest {
    private static final String URL = "This is shown once. Whoever knows this address can write there.";
    private static final String TOKEN = "This is shown once. Whoever has this token can act as the bot.";

    private static final String SECRET = "This secret is shown once. Your program checks the signature with it.";
    private static final String OF_OWNER =
            "SELECT s.id FROM subscription s JOIN account a ON a.id = s.owner_id WHERE a.username = ?";
    private static final String ADDRESS = TestServer.DEAF + "/hooks/builds";

    @ParameterizedTest
    @ValueSource(strings = {"wide", "phone"})
    void whatIsMadeHereWorksAtOnceAndIsShownOnce(String size) {
        var ann = person("Ann Lee", size.equals("wide") ? wide() : phone()).enter();
        ann.settings("Webhooks and bots");
        ann.button("New webhook").click();
        ann.field("Name of the sender").fill("Builds");
        ann.button("Create webhook").click();
        var url = ann.field(URL).inputValue();
        ann.button("New bot").click();
        ann.field("Username").fill("echo." + size);
        ann.button("Create bot").click();
        ann.button("Tokens of echo." + size).click();
        ann.button("New token").click();
        ann.field("What the token is for").fill("laptop");
        ann.button("Create token").click();
        var token = ann.field(TOKEN).inputValue();
        Screen.examine(ann, "connect", size);

        var anyone = RestClient.of(server);
        anyone.call("POST", URI.create(url).getPath(), "{\"text\":\"build 5 is green\"}")
                .expect(200);
        // Though the page was open before.
        assertThat(ann.page().locator(".person__note", new Page.LocatorOptions().setHasText("Last active")))
                .hasCount(1);
        anyone.token(token)
                .post(
                        "/api/messages",
                        new JsonObject().put("to", ann.username()).put("text", "beep"))
                .expect(201);

        ann.button("Revoke laptop").click();
        assertThat(ann.text("There are no tokens yet.")).isVisible();
        assertThat(ann.page().getByLabel(TOKEN)).hasCount(0);
        anyone.token(token).get("/api/users/me").expect(401);
        ann.button("Close").click();
        var row = ann.page().locator(".row", new Page.LocatorOptions().setHasText("Builds"));
        assertThat(row).containsText("build 5 is green");
        assertThat(row.locator(".bot")).hasText("bot");
        ann.photograph("bots-in-the-list-" + size);
    }

    @Test
    void howeverMuchIsSaidTheListsAreLookedAtNowAndThen() {
        var talk = talk("Ann Lee", "Bob Marsh");
        var ann = talk.person().enter("/");
        ann.settings("Webhooks and bots");
        assertThat(ann.button("New bot")).isVisible();
        var looks = new AtomicInteger();
        ann.page().onRequest(request -> looks.addAndGet(request.url().endsWith("/api/bots") ? 1 : 0));
        var clock = ann.page().clock();
        clock.install();
        clock.pauseAt(((Number) ann.page().evaluate("Date.now()")).longValue() + 1_000);
        for (int i = 1; i <= 8; i++) {
            talk.theirs().write(talk.conversation(), "line " + i);
            assertThat(ann.row(talk.other())).containsText("line " + i);
            clock.runFor(1_000);
        }
        clock.runFor(5_000);
        ann.page().waitForCondition(() -> looks.get() > 0);

        // Two lists have them: perhaps when the page was opened, and three times in thirteen seconds.
        assertThat(looks.get()).isLessThan(10);
    }

    @Test
    void whatIsRemovedHereIsRefused() {
        var ann = person("Ann Lee").enter();
        ann.settings("Webhooks and bots");
        ann.button("New webhook").click();
        ann.field("Name of the sender").fill("Builds");
        ann.button("Create webhook").click();
        var path = URI.create(ann.field(URL).inputValue()).getPath();

        ann.button("Remove Builds").click();
        ann.answer("Remove");

        assertThat(ann.page().getByLabel("Remove Builds")).hasCount(0);
        RestClient.of(server).call("POST", path, "{\"text\":\"x\"}").expectProblem(404, "webhook_not_found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"wide", "phone"})
    void anOutgoingWebhookIsMadeAndLookedAfter(String size) {
        var ann = person("Ann Lee", size.equals("wide") ? wide() : phone())
                .expecting("status of 422 .*/api/subscriptions")
                .enter();
        var bob = Api.register(server, FreshName.of("bob"), "Bob Ray");
        var carol = Api.register(server, FreshName.of("carol"), "Carol Wu");
        ann.settings("Webhooks and bots");
        ann.button("New outgoing webhook").click();
        ann.field("Address").fill("https://10.1.2.3/hook");
        ann.button("Create outgoing webhook").click();
        assertThat(ann.text("This address is not on the public internet.")).isVisible();
        ann.field("Address").fill(ADDRESS);
        ann.page().getByLabel("Deleted messages").uncheck();
        Screen.examine(ann, "connect-outgoing-new", size);
        ann.button("Create outgoing webhook").click();
        assertThat(ann.field(SECRET)).hasValue(Pattern.compile("whsec_.+"));
        for (var friend : List.of(bob, carol)) {
            long conversation = friend.add(ann.username());
            friend.write(conversation, "Lunch?");
            friend.write(conversation, "Never mind.");
        }
        awaitAttempts(ann);
        server.query("""
                UPDATE subscription_delivery SET state = 'done', status = 200, tried_at = UTC_TIMESTAMP(3)
                WHERE attempts = 0 AND subscription_id IN (%s) ORDER BY position LIMIT 1""".formatted(OF_OWNER), ann.username());
        server.query("UPDATE subscription SET reason = 'failing' WHERE id IN (" + OF_OWNER + ")", ann.username());
        ann.page().reload();
        ann.settings("Webhooks and bots");
        ann.button("Deliveries to " + ADDRESS).click();
        assertThat(ann.text("Delivered · answer 200")).isVisible();
        assertThat(ann.text("no answer").first()).isVisible();
        assertThat(ann.page().locator(".tokens .person").first()).containsText("Carol Wu");
        Screen.examine(ann, "connect-outgoing", size);

        ann.button("Switch " + ADDRESS + " on again").click();
        assertThat(ann.page().locator(".outgoing")).containsText("On");
        var delivered = new Locator.FilterOptions().setHasText("Delivered");
        ann.page()
                .locator(".tokens .person")
                .filter(delivered)
                .getByRole(AriaRole.BUTTON)
                .click();
        assertThat(ann.text("Delivered · answer 200")).hasCount(0);
        ann.button("Remove " + ADDRESS).click();
        ann.answer("Remove");
        assertThat(ann.page().locator(".outgoing")).hasCount(0);
    }

    private static void awaitAttempts(Person person) {
        var tried = "SELECT COUNT(IF(attempts > 0, 1, NULL)) AS tried FROM subscription_delivery"
                + " WHERE subscription_id IN (" + OF_OWNER + ")";
        Eventually.that(() -> {
            var row = server.query(tried, person.username()).get(0);
            assertThat(row.getInteger("tried")).isEqualTo(2);
        });
    }

    @Test
    void itIsThereInChineseToo() {
        var ann = person("Ann Lee", wide().setLocale("zh-CN")).enter("/");
        ann.button("设置").click();
        ann.page()
                .locator(".choice", new Page.LocatorOptions().setHasText("Webhook 与机器人"))
                .click();
        assertThat(ann.text("新建 Webhook")).isVisible();
        ann.photograph("connect-zh");
    }
}
