package io.webim.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.internal.WorkerExecutorInternal;
import io.webim.SharedServer;
import io.webim.TestServer;
import io.webim.http.RestClient;
import java.util.concurrent.ThreadPoolExecutor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** That a name exists must not show in how long an answer takes: the hash outweighs everything else. */
class TimingIT {
    @SharedServer
    private static TestServer server;

    private final RestClient anyone = RestClient.of(server);
    private final WorkerExecutorInternal sharedWithTheServer =
            (WorkerExecutorInternal) server.vertx().createSharedWorkerExecutor(Passwords.WORKERS);

    @AfterEach
    void giveBack() {
        TestServer.await(sharedWithTheServer.close());
    }

    @Test
    void anUnknownNameCostsAsManyHashesAsAWrongPassword() {
        var known = anyone.somebody("known").username();

        for (var username : new String[] {known, "unknown", "no näme"}) {
            long before = hashes();
            anyone.tryLogIn(username, "wrong password").expectProblem(401, "bad_credentials");
            assertThat(hashes() - before).as(username).isEqualTo(1);
        }
    }

    private long hashes() {
        return ((ThreadPoolExecutor) sharedWithTheServer.pool().executor()).getTaskCount();
    }
}
