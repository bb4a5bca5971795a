package io.webim.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.webim.BusUser;
import io.webim.FreshName;
import io.webim.SharedServer;
import io.webim.TestServer;
import io.webim.contract.Address;
import io.webim.http.RestClient;
import io.webim.http.RestClient.Person;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DirectoryIT {
    /** Its own: it lists everybody who is there. */
    private static TestServer server;

    @SharedServer
    private static TestServer busy;

    private static RestClient ann;

    @BeforeAll
    static void start() {
        server = TestServer.start();
        var anyone = RestClient.of(server);
        ann = anyone.person("Ann_Lee").rest();
        register(anyone, "bob", "100% Böb");
        register(anyone, "annika", "爱丽丝");
        register(anyone, "x.y-z", "O'Neill \\ \"Q\" !");
        register(anyone, "grin", "😀 smile");
        register(anyone, "frown", "🙁 sad");
        register(anyone, "emil", "Emil Größe");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {"bob, bob", "BOB, bob", "ann_lee, Ann_Lee", "x.y-z, x.y-z", "` bob	`, bob"})
    void wholeUsernameFindsTheOneUser(String username, String expected) {
        assertThat(names("?username=" + encode(username))).containsExactly(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bo", "%", "ann", "爱丽丝", "' OR 1=1 --", "nobody"})
    void partOfAUsernameIsNotTheWhole(String username) {
        assertThat(names("?username=" + encode(username))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "ANN, Ann_Lee annika",
                "nn, Ann_Lee annika",
                "_, Ann_Lee",
                "@BOB, bob",
                "＠bob, bob",
                "b@b, ``",
                "%, bob",
                "böb, bob",
                "丽, annika",
                "', x.y-z",
                "\\, x.y-z",
                "!, x.y-z",
                "\", x.y-z",
                "😀, grin",
                "🙁, frown",
                "böb 100, bob",
                "böb bob, bob",
                "Q bob, ``",
                "\"Q\"　O'N, x.y-z",
                "smile @grin, grin",
                "! \\ @x.y o'n, x.y-z",
                "! \\ @x.y o'n bob, ``",
                "o ' \\ \"Q\" !, x.y-z",
                "' OR 1=1 --, ``",
                "größe, emil",
                "GRÖSSE, emil",
                "grosse, emil",
                "GRÖẞE, emil",
                "nobody, ``",
            })
    void partsOfNamesAreFoundInAnyCaseAndSignsMeanThemselves(String text, String expected) {
        assertThat(String.join(" ", names("?q=" + encode(text)))).isEqualTo(expected == null ? "" : expected);
    }

    /** Those who were there before names were composed are found as well. */
    @ParameterizedTest
    @ValueSource(strings = {"\u1112\u1161\u11ab\u1100\u1173\u11af", "한글", " 한글\u00a0"})
    void aNameIsFoundHoweverItWasTyped(String typed) {
        var anyone = RestClient.of(busy);
        var decomposed = named(anyone, "\u1112\u1161\u11ab\u1100\u1173\u11af " + FreshName.of("now"));
        var composed = named(anyone, "한글 " + FreshName.of("now"));
        var before = named(anyone, FreshName.of("before"));
        busy.query(
                "UPDATE account SET display_name = ? WHERE username = ?",
                "\u1112\u1161\u11ab\u1100\u1173\u11af",
                before.username());

        var page = anyone.somebody("seeker").rest().get("/api/users?limit=100&q=" + encode(typed));

        assertThat(names(page.expect(200).body(), new ArrayList<>()))
                .contains(decomposed.username(), composed.username(), before.username());
    }

    @Test
    void withoutATextEverybodyIsListedAndStrangersSeeNoMoreThanTheNames() {
        var users = ann.get("/api/users").expect(200).body().getJsonArray("users");

        assertThat(users).hasSize(7);
        assertThat(users.stream().map(JsonObject.class::cast))
                .allSatisfy(user ->
                        assertThat(user.fieldNames()).containsExactlyInAnyOrder("id", "username", "displayName"));
    }

    @Test
    void pagesShowEverybodyOnceWhileOthersComeAndGo() {
        var anyone = RestClient.of(busy);
        var me = anyone.somebody("reader").rest();
        var shown = FreshName.of("page");
        var people = new ArrayList<Person>();
        for (int i = 0; i < 7; i++) {
            people.add(named(anyone, shown));
        }
        var seen = new ArrayList<String>();
        var page = me.get("/api/users?limit=3&q=" + shown).body();
        names(page, seen);
        people.remove(5).deleteAccount();
        people.add(named(anyone, shown));
        while (page.containsKey("next")) {
            page = me.get("/api/users?limit=3&q=" + shown + "&after=" + page.getLong("next"))
                    .expect(200)
                    .body();
            names(page, seen);
        }

        assertThat(seen).isEqualTo(people.stream().map(Person::username).toList());
    }

    @Test
    void theLastPageSaysThatItIsTheLast() {
        assertThat(ann.get("/api/users?limit=7").body().containsKey("next")).isFalse();
        assertThat(ann.get("/api/users?limit=6").body().containsKey("next")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "?limit=0",
                "?limit=101",
                "?limit=-1",
                "?limit=x",
                "?limit=",
                "?limit=1.5",
                "?after=x",
                "?after=-1",
                "?after=9007199254740992",
                "?after=99999999999999999999999",
                "?limit=%00",
                "?q=" + LONG
            })
    void aWrongQueryIsRefused(String query) {
        ann.get("/api/users" + query).expectProblem(422, "invalid");
    }

    private static final String LONG = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

    private static List<String> names(String query) {
        return names(ann.get("/api/users" + query).expect(200).body(), new ArrayList<>());
    }

    private static List<String> names(JsonObject page, List<String> seen) {
        page.getJsonArray("users").forEach(user -> seen.add(((JsonObject) user).getString("username")));
        return seen;
    }

    private static Person named(RestClient anyone, String displayName) {
        var person = anyone.somebody("paged");
        person.rest()
                .patch("/api/users/me", new JsonObject().put("displayName", displayName))
                .expect(200);
        return person;
    }

    @Test
    void whoeverSearchesAllTheTimeKeepsNobodyOut() {
        var query = new JsonObject().put("q", "nobody");
        var eager =
                Stream.generate(() -> BusUser.create(busy, "eager")).limit(4).toList();
        var newcomer = BusUser.create(busy, "newcomer");
        var searches = new ArrayList<Future<JsonObject>>();
        for (int i = 0; i < 20; i++) {
            eager.forEach(one -> searches.add(one.calling(Address.USERS_SEARCH, query)));
        }

        assertThat(newcomer.call(Address.USERS_SEARCH, query).getJsonArray("users"))
                .isEmpty();
        TestServer.await(Future.join(searches).otherwiseEmpty());
        assertThat(searches.stream().filter(Future::failed).map(Future::cause))
                .isNotEmpty()
                .allSatisfy(refusal -> assertThat(refusal).hasMessageContaining("busy"));
    }

    private static void register(RestClient anyone, String username, String displayName) {
        anyone.post(
                        "/api/users",
                        new JsonObject()
                                .put("username", username)
                                .put("password", RestClient.PASSWORD)
                                .put("displayName", displayName))
                .expect(201);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
