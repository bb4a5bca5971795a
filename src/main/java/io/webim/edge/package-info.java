@NullMarked
package io.webim.edge;

import org.jspecify.annotations.NullMarked;
