package io.webim.contract;

import java.time.Instant;

/**
 * This webim, as its database knows it: browsers send cookies to every port of a host, so that two webims behind one name
 * have to tell theirs apart.
 *
 * @param id eight hexadecimal digits
 * @param madeAt when this database got its id
 */
public record Instance(String id, Instant madeAt) {}
