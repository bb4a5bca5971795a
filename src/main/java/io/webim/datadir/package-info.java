@NullMarked
package io.webim.datadir;

import org.jspecify.annotations.NullMarked;
