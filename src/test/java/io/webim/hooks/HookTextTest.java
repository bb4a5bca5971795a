package io.webim.hooks;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import io.webim.contract.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The bodies as these programs were seen to send them. */
class HookTextTest {
    @Test
    void aTextIsWhatItIs() {
        assertThat(said("{\"text\":\"*done* in 5 s\\nand more\",\"channel\":\"#x\",\"icon_emoji\":\":ok:\"}"))
                .isEqualTo("*done* in 5 s\nand more");
    }

    @Test
    void whoeverElseIsNamedStandsAboveIt() {
        assertThat(said("{\"text\":\"hi\",\"username\":\"deploy\"}")).isEqualTo("**deploy**\nhi");
        assertThat(said("{\"text\":\"hi\",\"username\":\"ci\"}")).isEqualTo("hi");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '@',
            quoteCharacter = '"',
            value = {
                "<https://a.example/x|build 5> is red@build 5 (https://a.example/x) is red",
                "see <https://a.example/?a=1&amp;b=2>@see https://a.example/?a=1&b=2",
                "<https://a.example|https://a.example>@https://a.example",
                "1 &lt; 2 &amp;&amp; 3 &gt; 2@1 < 2 && 3 > 2",
                "&amp;lt;@&lt;",
                "a <b> c@a <b> c",
                "<#C1|general> <!date^1^x|today>@#general today",
            })
    void linksAndEscapesAreReadable(String slack, String plain) {
        assertThat(SlackText.plain(slack)).isEqualTo(plain);
    }

    @Test
    void mentionsAreReadable() {
        assertThat(SlackText.plain("<!here> <@U1|bob> <mailto:a@b.example|a@b.example>"))
                .isEqualTo("@all @bob a@b.example");
    }

    /** As slack_sdk for Python sends it. */
    @Test
    void attachmentsAndBlocksAreTold() {
        assertThat(said("""
                        {"text":"build","attachments":[{"color":"danger","title":"Job 5","title_link":"https://ci.example/5",
                          "text":"failed in <https://ci.example/5/test|test>","fallback":"Job 5 failed",
                          "fields":[{"title":"Branch","value":"main","short":true},{"title":"By","value":"bob"}]}],
                         "blocks":[{"type":"header","text":{"type":"plain_text","text":"Build"}},
                          {"type":"section","text":{"type":"mrkdwn","text":"*red* &amp; slow"}},
                          {"type":"divider"},{"type":"actions","elements":[]},
                          {"type":"context","elements":[{"type":"mrkdwn","text":"5 s"},{"type":"image","alt_text":"logo"}]}]}
                        """)).isEqualTo("""
                        build
                        **Build**
                        *red* & slow
                        ---
                        5 s · logo
                        🔴 **Job 5** (https://ci.example/5)
                        failed in test (https://ci.example/5/test)
                        **Branch**: main
                        **By**: bob""");
    }

    @Test
    void whatABlockSaysOnceMoreIsSaidOnce() {
        assertThat(said("""
                        {"text":"deployed","blocks":[{"type":"section","text":{"type":"mrkdwn","text":"deployed"},
                         "fields":[{"type":"mrkdwn","text":"to *prod*"}]}]}
                        """)).isEqualTo("deployed\nto *prod*");
    }

    @Test
    void richTextIsPlain() {
        assertThat(said("""
                        {"blocks":[{"type":"rich_text","elements":[
                          {"type":"rich_text_section","elements":[{"type":"text","text":"see "},
                            {"type":"link","url":"https://a.example","text":"this"}]},
                          {"type":"rich_text_list","elements":[
                            {"type":"rich_text_section","elements":[{"type":"text","text":"one"}]},
                            {"type":"rich_text_section","elements":[{"type":"text","text":"two"}]}]}]}]}
                        """)).isEqualTo("see this (https://a.example)\n- one\n- two");
    }

    @Test
    void aFallbackIsForThoseThatHaveNothingElse() {
        assertThat(said("{\"attachments\":[{\"fallback\":\"plain\"}]}")).isEqualTo("plain");
        assertThat(said("{\"attachments\":[{\"fallback\":\"plain\",\"text\":\"rich\"}]}"))
                .isEqualTo("rich");
    }

    /** As apprise's json://, Gotify's and ntfy's clients send it. */
    @Test
    void aTitleAndAMessageDo() {
        assertThat(said("{\"version\":\"1.0\",\"title\":\"Backup\",\"message\":\"done\",\"type\":\"info\"}"))
                .isEqualTo("**Backup**\ndone");
    }

    @Test
    void alertsOfAlertmanagerAreTold() {
        assertThat(said("""
                        {"version":"4","groupKey":"{}","status":"firing","receiver":"webim","truncatedAlerts":1,
                         "groupLabels":{"alertname":"Down"},"commonLabels":{"alertname":"Down","severity":"critical","job":"api"},
                         "commonAnnotations":{},"externalURL":"http://alerts.example",
                         "alerts":[
                          {"status":"firing","labels":{"alertname":"Down","instance":"a:80","severity":"critical","job":"api"},
                           "annotations":{"summary":"a is down","description":"for 5 min"},
                           "startsAt":"2026-01-01T00:00:00Z","generatorURL":"http://prom.example/g","fingerprint":"1"},
                          {"status":"resolved","labels":{"alertname":"Down","instance":"b:80"},"annotations":{}}]}
                        """)).isEqualTo("""
                        **[FIRING:2] Down**
                        🔥 a is down
                        for 5 min
                        instance: a:80 · severity: critical
                        http://prom.example/g
                        ✅ Down
                        instance: b:80
                        … and 1 more
                        http://alerts.example""");
    }

    @Test
    void alertsOfGrafanaHaveTheirTitle() {
        assertThat(said("""
                        {"receiver":"webim","status":"firing","orgId":1,"title":"[FIRING:1] CPU","state":"alerting","message":"…",
                         "alerts":[{"status":"firing","labels":{"alertname":"CPU"},"annotations":{"summary":"too hot"},
                          "dashboardURL":"https://g.example/d","panelURL":"https://g.example/d?p=1","values":{"A":1}}]}
                        """)).isEqualTo("**[FIRING:1] CPU**\n🔥 too hot\nhttps://g.example/d?p=1");
    }

    @Test
    void ofManyAlertsTenAreTold() {
        var alert = "{\"status\":\"firing\",\"labels\":{\"alertname\":\"A\"},\"annotations\":{}}";

        assertThat(said("{\"status\":\"firing\",\"alerts\":[" + (alert + ",").repeat(24) + alert + "]}"))
                .contains("… and 15 more");
    }

    @Test
    void aPushIsTold() {
        assertThat(github("push", """
                        {"ref":"refs/heads/main","before":"0","after":"1","forced":false,"compare":"https://github.com/o/r/compare/a...b",
                         "repository":{"full_name":"o/r"},"pusher":{"name":"ann"},
                         "commits":[{"id":"0123456789abcdef","message":"Mend it\\n\\nlonger","author":{"name":"Ann"}}]}
                        """)).isEqualTo("""
                        **o/r** ann pushed 1 commit to main
                        - `0123456` Mend it – Ann
                        https://github.com/o/r/compare/a...b""");
        assertThat(
                        github(
                                "push",
                                "{\"ref\":\"refs/tags/v1\",\"deleted\":true,\"repository\":{\"full_name\":\"o/r\"},\"pusher\":{\"name\":\"ann\"}}"))
                .isEqualTo("**o/r** ann deleted the tag v1");
    }

    @Test
    void issuesAndPullRequestsAreTold() {
        var issue = """
                {"action":"%s","repository":{"full_name":"o/r"},"sender":{"login":"bob"},
                 "issue":{"number":7,"title":"It breaks","html_url":"https://github.com/o/r/issues/7"}}
                """;
        assertThat(github("issues", issue.formatted("opened")))
                .isEqualTo("**o/r** bob opened issue #7: It breaks\nhttps://github.com/o/r/issues/7");
        assertThat(github("issues", issue.formatted("labeled"))).isEmpty();
        assertThat(github("pull_request", """
                        {"action":"closed","repository":{"full_name":"o/r"},"sender":{"login":"bob"},
                         "pull_request":{"number":8,"title":"Mend it","merged":true,"html_url":"https://github.com/o/r/pull/8"}}
                        """))
                .isEqualTo("**o/r** bob merged pull request #8: Mend it\nhttps://github.com/o/r/pull/8");
    }

    @Test
    void runsAndReleasesAreTold() {
        var run = """
                {"action":"%s","repository":{"full_name":"o/r"},"workflow_run":{"name":"CI","run_number":12,"head_branch":"main",
                 "conclusion":"failure","html_url":"https://github.com/o/r/actions/runs/1","head_commit":{"message":"Mend\\nit"}}}
                """;
        assertThat(github("workflow_run", run.formatted("completed")))
                .isEqualTo("**o/r** ❌ CI #12 on main: failure\nMend\nhttps://github.com/o/r/actions/runs/1");
        assertThat(github("workflow_run", run.formatted("requested"))).isEmpty();
        assertThat(github("release", """
                        {"action":"published","repository":{"full_name":"o/r"},"sender":{"login":"ann"},
                         "release":{"tag_name":"v1","name":"One","html_url":"https://github.com/o/r/releases/1","body":"New"}}
                        """))
                .isEqualTo("**o/r** ann published One\nhttps://github.com/o/r/releases/1\nNew");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ping", "star", "x"})
    void whatElseGitHubSaysIsPassedOver(String event) {
        assertThat(github(event, "{\"zen\":\"Design for failure.\",\"text\":\"no\"}"))
                .isEmpty();
    }

    @Test
    void whateverStandsInThePlaceOfWhatIsExpectedBreaksNothing() {
        for (var wrong : new String[] {"1", "\"x\"", "[]", "{}", "null", "[1,null,[],{\"a\":1}]", "true"}) {
            for (var field : new String[] {
                "text",
                "attachments",
                "blocks",
                "alerts",
                "username",
                "commits",
                "repository",
                "issue",
                "pull_request",
                "workflow_run",
                "release",
                "pusher",
                "labels"
            }) {
                var body =
                        new JsonObject("{\"status\":\"firing\",\"action\":\"closed\",\"" + field + "\":" + wrong + "}");
                HookText.text(null, body, "ci");
                for (var event : new String[] {"push", "issues", "pull_request", "workflow_run", "release"}) {
                    HookText.text(event, body, "ci");
                }
            }
        }
    }

    @Test
    void nothingToSayIsNothing() {
        for (var empty :
                new String[] {"{}", "{\"text\":\"\"}", "{\"text\":\" \\n \"}", "{\"username\":\"x\"}", "{\"alerts\":[]}"
                }) {
            assertThat(said(empty)).isEmpty();
        }
    }

    @Test
    void aLongTextIsCutWhereALineOrAWordEnds() {
        var lines = "x".repeat(99) + "\n";
        var cut = HookText.fitting(lines.repeat(200));

        assertThat(cut.codePointCount(0, cut.length())).isLessThanOrEqualTo(Message.MAX_TEXT);
        assertThat(cut).endsWith("x".repeat(99) + "\n…").hasSizeGreaterThan(9_800);
        var signs = HookText.fitting("😀".repeat(12_000));
        assertThat(signs.codePointCount(0, signs.length())).isEqualTo(Message.MAX_TEXT);
        assertThat(signs).endsWith("😀\n…");
        assertThat(HookText.fitting("y".repeat(Message.MAX_TEXT))).hasSize(Message.MAX_TEXT);
    }

    @Test
    void signsThatNoMessageHasAreTakenOut() {
        assertThat(HookText.fitting("a\u0000b\u001b[31mc\r\nd\re\tf\ud800g")).isEqualTo("ab[31mc\nd\ne\tf\ufffdg");
    }

    private static String said(String body) {
        return HookText.text(null, new JsonObject(body), "ci");
    }

    private static String github(String event, String body) {
        return HookText.text(event, new JsonObject(body), "GitHub");
    }
}
