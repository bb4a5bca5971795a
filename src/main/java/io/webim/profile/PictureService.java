package io.webim.profile;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.webim.bus.Bus;
import io.webim.contract.Address;
import io.webim.contract.Caller;
import io.webim.contract.Failure;
import io.webim.contract.Reply;
import io.webim.contract.User;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * Decides about pictures. Each gets a random name of 128 bits, told together with the user: its address is known only to
 * those who may see the user, needs no token, and is never reused, so that a browser may keep what it got for ever.
 */
final class PictureService {
    /** The largest file that is taken. */
    static final int MOST_BYTES = 5 << 20;

    private static final int VERSION_BYTES = 16;

    private final PictureStore store;
    private final Scaler scaler;
    private final Bus bus;
    private final SecureRandom random = new SecureRandom();

    PictureService(PictureStore store, Scaler scaler, Bus bus) {
        this.store = store;
        this.scaler = scaler;
        this.bus = bus;
    }

    Future<User> set(Caller caller, byte[] file) {
        return scaler.scale(file)
                .compose(squares -> store.set(caller.userId(), newVersion(), squares))
                .compose(set -> changed(caller));
    }

    Future<User> remove(Caller caller) {
        return store.remove(caller.userId())
                .compose(removed -> removed ? changed(caller) : store.user(caller.userId()));
    }

    Future<Reply> view(ViewPicture request) {
        if (!StandardCharsets.US_ASCII.newEncoder().canEncode(request.version())) {
            // The column is ASCII, which databases refuse to compare with anything else.
            return Future.failedFuture(unknown());
        }
        return store.find(request)
                .map(found -> found.orElseThrow(PictureService::unknown))
                .map(jpeg -> Reply.of(
                        new JsonObject().put("image", Base64.getEncoder().encodeToString(jpeg.getBytes()))));
    }

    private Future<User> changed(Caller caller) {
        bus.tell(Address.CONTACTS_USER_CHANGED, new JsonObject().put("userId", caller.userId()));
        return store.user(caller.userId());
    }

    private String newVersion() {
        var bytes = new byte[VERSION_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static Failure unknown() {
        return Failure.notFound("picture_not_found", "There is no such picture.");
    }
}
