@NullMarked
package io.webim.limits;

import org.jspecify.annotations.NullMarked;
