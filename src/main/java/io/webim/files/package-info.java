@NullMarked
package io.webim.files;

import org.jspecify.annotations.NullMarked;
