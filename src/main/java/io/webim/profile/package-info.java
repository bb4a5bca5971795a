@NullMarked
package io.webim.profile;

import org.jspecify.annotations.NullMarked;
