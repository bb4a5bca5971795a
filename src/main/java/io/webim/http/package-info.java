@NullMarked
package io.webim.http;

import org.jspecify.annotations.NullMarked;
