using MakeDevice.Command;

return await CommandTree.RunAsync(args, [.. CommandTree.OfBoards(), ServeElsewhere.Create(), HealthCommand.Create()]);
