@NullMarked
package io.webim.files.inside;

import org.jspecify.annotations.NullMarked;
