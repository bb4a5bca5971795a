/** Requests that the server itself makes to addresses that others name. */
@NullMarked
package io.webim.outbound;

import org.jspecify.annotations.NullMarked;
