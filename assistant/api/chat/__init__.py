"""OpenAI's chat completions over the assistant, for front ends and programs that speak them."""
