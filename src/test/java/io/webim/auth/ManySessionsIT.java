package io.webim.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import io.webim.SharedServer;
import io.webim.TestServer;
import io.webim.http.RestClient;
import io.webim.http.RestClient.Person;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A user with more devices than anybody has. */
class ManySessionsIT {
    private static final int MOST = 100;
    private static int people;

    @SharedServer
    static TestServer server;

    private RestClient anyone;
    private Person ann;

    @BeforeEach
    void somebody() {
        anyone = RestClient.of(server);
        ann = anyone.person("collector" + ++people);
    }

    @Test
    void theHundredAndFirstEndsTheOneThatWasNotUsedForLongest() {
        var second = anyone.logIn(ann.username());
        haveBesides(MOST - 2);
        server.query("UPDATE session SET last_used_at = NOW(3) - INTERVAL 9 DAY WHERE id = ?", second.sessionId());

        var newest = anyone.logIn(ann.username());

        second.rest().get("/api/users/me").expectProblem(401, "invalid_token");
        anyone.refresh(second.refreshToken()).expectProblem(401, "invalid_session");
        assertThat(ids(newest)).hasSize(MOST).contains(newest.sessionId(), ann.sessionId());
        ann.rest().get("/api/users/me").expect(200);
    }

    @Test
    void whoHasThousandsIsLeftWithAHundred() {
        haveBesides(700);

        var newest = anyone.logIn(ann.username());

        assertThat(ids(newest)).hasSize(MOST).contains(newest.sessionId());
    }

    @Test
    void theListComesInPagesInWhichEachStandsOnce() {
        haveBesides(250);

        var pages = pages(ann);

        assertThat(pages).extracting(List::size).containsExactly(100, 100, 51);
        var all = pages.stream().flatMap(List::stream).toList();
        assertThat(new HashSet<>(all)).hasSize(251).contains(ann.sessionId());
        assertThat(all.get(0)).isEqualTo(ann.sessionId());
    }

    @Test
    void whatIsNoPlaceInTheListIsRefused() {
        for (var after : List.of("", "x", "1", "1-", "-1-1", "1-1-1", "99999999999999999-1", "%00")) {
            ann.rest().get("/api/sessions?after=" + after).expectProblem(422, "invalid");
        }
        ann.rest().get("/api/sessions?after=99999999999999-9999999999999999").expect(200);
    }

    /** Long unused, and several of them at the same moment. */
    private void haveBesides(int sessions) {
        server.query(
                "INSERT INTO session (user_id, device, family_hash, refresh_hash, rotated_at, created_at, last_used_at,"
                        + " expires_at) SELECT ?, 'old', RANDOM_BYTES(32), RANDOM_BYTES(32), t, t, t,"
                        + " NOW(3) + INTERVAL 9 DAY FROM (WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1"
                        + " FROM n WHERE i < " + sessions + ") SELECT NOW(3) - INTERVAL i DIV 40 + 1 HOUR AS t FROM n)"
                        + " AS many",
                ann.id());
    }

    private static List<Long> ids(Person person) {
        return pages(person).stream().flatMap(List::stream).toList();
    }

    private static List<List<Long>> pages(Person person) {
        var pages = new ArrayList<List<Long>>();
        var query = "";
        do {
            var page = person.rest().get("/api/sessions" + query).expect(200).body();
            pages.add(page.getJsonArray("sessions").stream()
                    .map(session -> ((JsonObject) session).getLong("id"))
                    .toList());
            query = page.containsKey("next") ? "?after=" + page.getString("next") : "";
        } while (!query.isEmpty());
        return pages;
    }
}
