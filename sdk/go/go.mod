module webim.io/sdk/go

go 1.19
