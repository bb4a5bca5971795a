@NullMarked
package io.webim.push;

import org.jspecify.annotations.NullMarked;
