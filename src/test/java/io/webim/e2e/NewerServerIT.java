package io.webim.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.webim.e2e.Screen.examine;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.WebSocketRoute;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A real server whose frames say more than this page knows of: messages and conversations of other kinds, changes. */
class NewerServerIT extends BrowserTest {
    private static final String INBOX = "chat.inbox";
    private static final String FORUM = "{\"conversationId\":900001,\"version\":1,\"conversation\":"
            + "{\"conversationId\":900001,\"kind\":\"forum\",\"title\":\"Choir\"},\"messages\":[],\"limited\":false}";
    private static final String BROKEN = "{\"conversationId\":900002,\"contact\":{\"user\":{}},\"messages\":7}";

    private volatile WebSocketRoute socket;

    @ParameterizedTest
    @CsvSource({"wide,en-GB", "wide,zh-CN", "phone,zh-CN", "phone,en-GB"})
    void messagesOfOtherKindsAreSaidToBeSo(String size, String locale) {
        boolean english = locale.startsWith("en");
        var talk = talk("Ann Lee", "Bob Marsh", options(size).setLocale(locale));
        var ann = beforeNewerServer(talk.person());
        talk.theirs().write(talk.conversation(), "hello");
        talk.theirs().write(talk.conversation(), "[file] with a caption");
        talk.theirs().write(talk.conversation(), "[voice]");
        ann.enter(talk.conversation());
        var line = english ? "This message needs a newer version of the page" : "此消息需要较新版本的页面才能显示";

        ann.sees("hello").sees("with a caption").sees(line);
        talk.theirs().write(talk.conversation(), "[event]");
        assertThat(ann.bubble(line)).hasCount(2);
        assertThat(ann.page().locator(".row")).hasCount(1);
        examine(ann, "unknown-kinds-" + locale.substring(0, 2), size);

        ann.page().navigate("/#/");
        assertThat(ann.row(talk.other())).containsText(line);
    }

    @Test
    void whatIsEditedOrDeletedShowsAtOnceAndWhatIsNotKnownIsPassedOver() {
        var talk = talk("Ann Lee", "Bob Marsh");
        var ann = beforeNewerServer(talk.person());
        talk.theirs().write(talk.conversation(), "line ", 1, 3);
        ann.enter(talk.conversation()).sees("line 003");

        tell(new JsonObject().put("type", "group.changed").put("conversationId", 900001));
        tell(new JsonObject().put("type", "message.changed"));
        tell(changed(talk, 2, 1).put("text", "edited once"));
        tell(changed(talk, 2, 3).put("text", "edited again"));
        tell(changed(talk, 2, 2).put("text", "edited in between"));
        tell(changed(talk, 1, 1).put("deleted", true));
        tell(changed(talk, 3, 1).put("text", "the last line"));

        ann.sees("edited again").sees("the last line");
        assertThat(ann.texts()).containsExactly("This message was deleted", "edited again", "the last line");
        assertThat(ann.row(talk.other())).containsText("the last line");
        talk.theirs().write(talk.conversation(), "and on it goes");
        ann.sees("and on it goes");
    }

    @ParameterizedTest
    @CsvSource({"wide,en-GB", "wide,zh-CN", "phone,zh-CN", "phone,en-GB"})
    void anOlderPageOffersToReload(String size, String locale) {
        var talk = talk("Ann Lee", "Bob Marsh", options(size).setLocale(locale));
        talk.theirs().write(talk.conversation(), "hello");
        var ann = talk.person();
        ann.page()
                .route(
                        "**/version.json",
                        route -> route.fulfill(new Route.FulfillOptions()
                                .setContentType("application/json")
                                .setBody("{\"version\": \"another\"}")));
        ann.enter("/");
        boolean english = locale.startsWith("en");
        assertThat(ann.text(english ? "webim has been updated." : "webim 已更新。")).isVisible();
        assertThat(ann.row(talk.other())).containsText("hello");
        examine(ann, "reload-offer-" + locale.substring(0, 2), size);

        ann.page().unroute("**/version.json");
        ann.page().evaluate("() => { window.older = true; }");
        ann.button(english ? "Reload" : "重新加载").press("Enter");
        ann.page().waitForFunction("() => !window.older");
        assertThat(ann.row(talk.other())).containsText("hello");
        assertThat(ann.page().locator(".suggestion").getByText("webim")).isHidden();
    }

    private static Browser.NewContextOptions options(String size) {
        return size.equals("phone") ? phone() : wide();
    }

    /** The same frames, in which texts in brackets stand for other kinds, and a sync has a conversation of another kind and something broken. */
    private Person beforeNewerServer(Person person) {
        person.expecting("was skipped").takingSocketsOnly().page().routeWebSocket("**/eventbus/**", route -> {
            socket = route;
            var server = route.connectToServer();
            route.onMessage(frame -> server.send(frame.text()));
            server.onMessage(frame -> route.send(newer(frame.text())));
        });
        return person;
    }

    private static String newer(String frame) {
        return frame.replaceAll("\\\\\"text\\\\\":\\\\\"\\[(voice|event)]\\\\\"", escaped("\"kind\":\"$1\""))
                .replaceAll("\\\\\"text\\\\\":\\\\\"\\[file] ", escaped("\"kind\":\"file\",\"text\":\""))
                .replaceAll(
                        "\\\\\"conversations\\\\\":\\[\\{",
                        escaped("\"conversations\":[" + FORUM + "," + BROKEN + ",null,{"));
    }

    /** Within a frame of SockJS, and as a replacement. */
    private static String escaped(String json) {
        return json.replace("\"", "\\\\\"");
    }

    private void tell(JsonObject event) {
        var body = event.containsKey("seq")
                ? new JsonObject().put("type", "message.changed").put("message", event)
                : event;
        var frame = new JsonObject().put("type", "rec").put("address", INBOX).put("body", body);
        socket.send("a" + new JsonArray().add(frame.encode()).encode());
    }

    private static JsonObject changed(Talk talk, int seq, int version) {
        return new JsonObject()
                .put("conversationId", talk.conversation())
                .put("seq", seq)
                .put("version", version)
                .put("senderId", 0)
                .put("clientId", "of-" + seq)
                .put("sentAt", "2026-01-01T00:00:00.000Z");
    }
}
