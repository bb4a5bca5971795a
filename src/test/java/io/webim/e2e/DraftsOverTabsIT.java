package io.webim.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import org.junit.jupiter.api.Test;

/** One draft a conversation, in however many tabs it is open. */
class DraftsOverTabsIT extends BrowserTest {
    @Test
    void whatIsSentInOneTabIsNotReadyToBeSentAgainInAnother() {
        var talk = talk("Ann Lee", "Bob Marsh");
        var ann = talk.open();
        ann.composer().fill("only once");
        var tab = openedInATab(ann, talk);
        assertThat(composer(tab)).hasValue("only once");

        composer(tab).press("Enter");

        assertThat(tab.locator(".bubble")).hasCount(1);
        assertThat(ann.composer()).hasValue("");
        assertThat(ann.button("Send")).hasCount(0);
        ann.composer().press("Enter");
        ann.seesTick("only once", "Sent");
        var stored = server.query("SELECT text FROM message WHERE conversation_id = " + talk.conversation());
        assertThat(stored).hasSize(1);
    }

    @Test
    void allTabsFollowWhatIsWrittenInOne() {
        var talk = talk("Ann Lee", "Bob Marsh");
        var ann = talk.open();
        var tab = openedInATab(ann, talk);
        var list = ann.newTab();
        list.navigate("/#/");
        assertThat(list.locator(".row")).isVisible();

        ann.composer().pressSequentially("begun here");
        assertThat(composer(tab)).hasValue("begun here");
        assertThat(list.locator(".row")).containsText("Draft: begun here");
        composer(tab).press("End");
        composer(tab).pressSequentially(", ended there");
        assertThat(ann.composer()).hasValue("begun here, ended there");
        assertThat(list.locator(".row")).containsText("Draft: begun here, ended there");

        composer(tab).fill("");
        assertThat(ann.composer()).hasValue("");
        assertThat(list.locator(".row")).not().containsText("Draft");
    }

    @Test
    void draftsOfOtherConversationsStayAsTheyAre() {
        var talk = talk("Ann Lee", "Bob Marsh");
        var cid = person("Cid Kay");
        long other = talk.mine().add(cid.signUp().username());
        var ann = talk.open();
        ann.composer().fill("to Bob");
        var tab = ann.newTab();
        tab.navigate("/#/chats/" + other);
        composer(tab).fill("to Cid");
        assertThat(ann.row(cid)).containsText("Draft: to Cid");
        composer(tab).press("Enter");
        assertThat(ann.row(cid)).not().containsText("Draft");
        assertThat(ann.composer()).hasValue("to Bob");
    }

    private static Page openedInATab(Person person, Talk talk) {
        var tab = person.newTab();
        tab.navigate("/#/chats/" + talk.conversation());
        assertThat(composer(tab)).isVisible();
        return tab;
    }

    private static Locator composer(Page tab) {
        return tab.locator(".composer__text");
    }
}
