package io.webim.groups;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.webim.bus.Bus;
import io.webim.config.Config;
import io.webim.contract.Address;
import io.webim.contract.Weight;
import io.webim.limits.Limit;
import io.webim.limits.RateLimits;
import io.webim.sql.Pools;

/** What groups and channels are called, what their members may do, and the ways into them. */
public final class GroupsVerticle extends VerticleBase {
    private final Config config;
    private final Pools pools;
    private final RateLimits limits;

    public GroupsVerticle(Config config, Pools pools, RateLimits limits) {
        this.config = config;
        this.pools = pools;
        this.limits = limits;
    }

    @Override
    public Future<?> start() {
        var bus = new Bus(vertx);
        var store = new GroupStore(pools.common());
        var groups = new GroupService(
                store, bus, limits.of(Limit.STRANGERS), config.groups().members());
        var invites = new InviteService(new InviteStore(pools.common()), store, groups, bus);
        serveGroups(bus, groups);
        serveInvites(bus, invites);
        bus.listen(Address.CHAT_GROUP_ENDED, ended -> groups.forgetEnded());
        bus.listen(Address.AUTH_USER_DELETED, deleted -> invites.forgetDeleted());
        groups.forgetEnded();
        invites.forgetDeleted();
        return Future.succeededFuture();
    }

    /** Who comes and what changes is written to the history, at the rate of messages; names are looked up. */
    private void serveGroups(Bus bus, GroupService groups) {
        var searches = limits.of(Limit.SEARCHES);
        bus.serve(
                Address.GROUPS_CREATE,
                CreateGroup::read,
                limits.of(Limit.GROUPS)
                        .of(searches.of(request -> request.people().usernames().size(), groups::create)));
        bus.serve(Address.GROUPS_GET, fields -> fields.id("conversationId"), groups::get);
        bus.serve(Address.GROUPS_UPDATE, UpdateGroup::read, limits.written(UpdateGroup::stored, groups::update));
        bus.serve(Address.GROUPS_PICTURE, ShowPicture::read, groups::show);
        bus.serve(
                Address.GROUPS_ADD,
                AddPeople::read,
                limits.written(
                        request -> Weight.OF_MESSAGE,
                        searches.of(request -> request.people().usernames().size(), groups::add)));
    }

    private void serveInvites(Bus bus, InviteService invites) {
        bus.serve(Address.GROUPS_INVITE, MakeInvite::read, invites::make);
        bus.serve(Address.GROUPS_INVITES, fields -> fields.id("conversationId"), invites::list);
        bus.serve(Address.GROUPS_REVOKE, RevokeInvite::read, invites::revoke);
        bus.serve(Address.GROUPS_PREVIEW, Token::read, limits.of(Limit.SEARCHES).of(invites::preview));
        bus.serve(Address.GROUPS_JOIN, Token::read, limits.written(token -> Weight.OF_MESSAGE, invites::join));
        bus.serve(Address.GROUPS_REQUESTS, ListRequests::read, invites::requests);
        bus.serve(
                Address.GROUPS_APPROVE,
                AnswerRequest::read,
                limits.written(answer -> Weight.OF_MESSAGE, invites::approve));
        bus.serve(Address.GROUPS_DECLINE, AnswerRequest::read, invites::decline);
    }
}
