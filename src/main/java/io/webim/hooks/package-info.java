/** What other programs say at an address of their own, in the bodies that they send elsewhere already. */
@NullMarked
package io.webim.hooks;

import org.jspecify.annotations.NullMarked;
