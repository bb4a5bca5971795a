@NullMarked
package io.webim.bus;

import org.jspecify.annotations.NullMarked;
