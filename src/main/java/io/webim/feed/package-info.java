@NullMarked
package io.webim.feed;

import org.jspecify.annotations.NullMarked;
