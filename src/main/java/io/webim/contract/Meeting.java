package io.webim.contract;

import io.vertx.core.Future;

/** Shows by the database, which all nodes have in common, whether they meet at one engine. */
public interface Meeting {
    /**
     * Says that a node is at this engine, for six seconds from now on; false while other nodes are at another.
     *
     * @param engine what nodes call it, 36 characters
     */
    Future<Boolean> at(String engine);

    /** Says that nodes are at several engines, for six seconds from now on; for those who are not where the others are. */
    Future<Void> apart();

    /** Whether somebody says so. */
    Future<Boolean> isApart();
}
