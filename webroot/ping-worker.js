onmessage = ({ data: interval }) => setInterval(() => postMessage('ping'), interval);
