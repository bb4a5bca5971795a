@NullMarked
package io.webim.cluster;

import org.jspecify.annotations.NullMarked;
