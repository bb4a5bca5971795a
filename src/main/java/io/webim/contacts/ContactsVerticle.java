package io.webim.contacts;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.webim.bus.Bus;
import io.webim.contract.Address;
import io.webim.limits.Limit;
import io.webim.limits.RateLimits;
import io.webim.sql.Pools;

/** Who has whom, and who blocks whom. */
public final class ContactsVerticle extends VerticleBase {
    private final Pools pools;
    private final RateLimits limits;

    public ContactsVerticle(Pools pools, RateLimits limits) {
        this.pools = pools;
        this.limits = limits;
    }

    @Override
    public Future<?> start() {
        var bus = new Bus(vertx);
        var store = new ContactsStore(pools.common());
        var contacts = new ContactsService(store, bus);
        var news = new UserChanges(vertx, store, bus);
        bus.serve(
                Address.CONTACTS_ADD,
                fields -> fields.name("username", 1, 32),
                limits.of(Limit.SEARCHES).of(contacts::add));
        bus.serve(Address.CONTACTS_REMOVE, fields -> fields.id("userId"), contacts::remove);
        bus.serve(Address.CONTACTS_ACCEPT, fields -> fields.id("userId"), contacts::accept);
        bus.serve(Address.CONTACTS_BLOCK, fields -> fields.id("userId"), contacts::block);
        bus.serve(Address.CONTACTS_UNBLOCK, fields -> fields.id("userId"), contacts::unblock);
        bus.serve(Address.CONTACTS_WRITTEN, fields -> fields.id("userId"), contacts::written);
        bus.serve(Address.CONTACTS_USER_CHANGED, fields -> fields.id("userId"), (nobody, id) -> news.changed(id));
        var ofDeleted = new ListsOfDeleted(store, bus);
        bus.listen(Address.AUTH_USER_DELETED, deleted -> ofDeleted.left(deleted.getLong("userId")));
        ofDeleted.finish();
        return Future.succeededFuture();
    }
}
